package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.loomtrace.opentelemetry.LoomtraceSpanProcessor;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What {@code why} says of a span is what a program that measures its spans knows. */
@Isolated("records its own JVM")
@SuppressWarnings("try") // Scopes are closed, and not used.
class MeasuredSpansTest {
  private static final double TOLERANCE = 0.02;

  @TempDir Path folder;

  /**
   * A span that has ended.
   *
   * @param inside nanoseconds from after its start to before its end
   * @param around nanoseconds from before its start to after its end
   */
  private record Measured(Span span, String name, long inside, long around) {}

  private final List<Measured> spans = new ArrayList<>();

  /** Does something in a span, and measures it. */
  private <T> T measured(Tracer tracer, String name, Callable<T> action) throws Exception {
    long before = System.nanoTime();
    Span span = tracer.spanBuilder(name).startSpan();
    long started = System.nanoTime();
    T result;
    try (Scope scope = span.makeCurrent()) {
      result = action.call();
    }
    long ending = System.nanoTime();
    span.end();
    long after = System.nanoTime();
    synchronized (spans) {
      spans.add(new Measured(span, name, ending - started, after - before));
    }
    return result;
  }

  @Test
  void whyOfASpanTakesAsLongAsTheSpan() throws Exception {
    Path file = folder.resolve("measured.jfr");
    try (SdkTracerProvider provider =
            SdkTracerProvider.builder().addSpanProcessor(LoomtraceSpanProcessor.create()).build();
        Recording recording = new Recording();
        ExecutorService pool = Executors.newFixedThreadPool(1)) {
      Tracer tracer = provider.get("test");
      recording.start();
      for (int i = 0; i < 3; i++) {
        measured(
            tracer,
            "request",
            () -> {
              LockSupport.parkNanos(30_000_000);
              Callable<Object> query =
                  Context.current()
                      .wrap(
                          () ->
                              measured(
                                  tracer,
                                  "query",
                                  () -> {
                                    LockSupport.parkNanos(60_000_000);
                                    return null;
                                  }));
              return pool.submit(query).get();
            });
      }
      recording.stop();
      recording.dump(file);
    }
    for (Measured one : spans) {
      String id = one.span().getSpanContext().getSpanId();
      String json = CommandRun.of("why", "--json", "--span-id", id, file).succeeds().out();
      assertTrue(json.contains("\"" + one.name() + "\""), json);
      long took = totalNanos(json);
      assertTrue(took >= one.inside() * (1 - TOLERANCE), took + " of " + one);
      assertTrue(took <= one.around() * (1 + TOLERANCE), took + " of " + one);
    }
  }

  /** The task's own. */
  private static long totalNanos(String json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("totalNanos")) {
          return parser.getLongValue();
        }
        parser.skipChildren();
      }
    }
    throw new AssertionError(json);
  }
}
