package dev.loomtrace.opentelemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.Task;
import dev.loomtrace.testing.RecordedTasks;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** Ways to hand work to another thread, and what is still current there; docs/spans.md shows it. */
@SuppressWarnings("try") // Scopes are closed, and not used.
class ContextMatrixTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "spans.md");
  private static final String BEGIN = "<!-- context -->\n";
  private static final String END = "<!-- end of context -->\n";

  /** Set, the page is rewritten instead of compared. */
  private static final String REWRITE = "context.rewrite";

  /** What the other thread sees of the span and of its task. */
  private record Seen(boolean span, boolean task) {}

  /** Has another thread look. */
  @FunctionalInterface
  private interface Way {
    Seen look(Callable<Seen> look) throws Exception;
  }

  private static Seen started(Thread.Builder threads, Callable<Seen> look) throws Exception {
    FutureTask<Seen> seen = new FutureTask<>(look);
    threads.start(seen);
    return seen.get();
  }

  private static Seen called(Callable<Seen> look) {
    try {
      return look.call();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Runs in a pool whose only thread is there already, since it was made outside of any span. */
  private static Map<String, Way> ways(ExecutorService pool) {
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put("a platform thread is started", look -> started(Thread.ofPlatform(), look));
    ways.put("a virtual thread is started", look -> started(Thread.ofVirtual(), look));
    ways.put(
        "`Executors.newVirtualThreadPerTaskExecutor()`",
        look -> {
          try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(look).get();
          }
        });
    ways.put(
        "`CompletableFuture.supplyAsync` with such an executor",
        look -> {
          try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return CompletableFuture.supplyAsync(() -> called(look), threads).get();
          }
        });
    ways.put(
        "a pool whose thread starts for it",
        look -> {
          try (ExecutorService own = Executors.newFixedThreadPool(1)) {
            return own.submit(look).get();
          }
        });
    ways.put("a pool whose thread was there before", look -> pool.submit(look).get());
    ways.put(
        "the same through `Task.wrapExecutor`", look -> Task.wrapExecutor(pool).submit(look).get());
    ways.put(
        "the same through OpenTelemetry's `Context.taskWrapping`",
        look -> Context.taskWrapping(pool).submit(look).get());
    ways.put(
        "`CompletableFuture.supplyAsync` with the pool",
        look -> CompletableFuture.supplyAsync(() -> called(look), pool).get());
    ways.put(
        "the same with `Task.wrapSupplier`",
        look -> CompletableFuture.supplyAsync(Task.wrapSupplier(() -> called(look)), pool).get());
    ways.put(
        "the same with OpenTelemetry's `Context.wrapSupplier`",
        look ->
            CompletableFuture.supplyAsync(Context.current().wrapSupplier(() -> called(look)), pool)
                .get());
    return ways;
  }

  @Test
  void thePageSaysWhatSurvives() throws Exception {
    StringBuilder table = new StringBuilder();
    table.append("| work goes to | the span is current there | its task is |\n|---|---|---|\n");
    try (RecordedTasks recorded = new RecordedTasks();
        SdkTracerProvider provider =
            SdkTracerProvider.builder().addSpanProcessor(LoomtraceSpanProcessor.create()).build();
        ExecutorService pool = Executors.newFixedThreadPool(1)) {
      pool.submit(() -> {}).get();
      Map<String, Way> ways = ways(pool);
      for (Map.Entry<String, Way> way : ways.entrySet()) {
        Span span = provider.get("test").spanBuilder("request").startSpan();
        try (Scope scope = span.makeCurrent()) {
          Task task = Task.current();
          Seen seen =
              way.getValue()
                  .look(() -> new Seen(Span.current().equals(span), Task.current().equals(task)));
          table.append("| ").append(way.getKey());
          table.append(" | ").append(seen.span() ? "yes" : "no");
          table.append(" | ").append(seen.task() ? "yes" : "no").append(" |\n");
        }
        span.end();
        assertEquals(Task.BACKGROUND, pool.submit(Task::current).get(), "nothing stays behind");
      }
      assertEquals(ways.size(), recorded.ended().size());
    }
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    String renewed = page.substring(0, begin) + table + page.substring(page.indexOf(END));
    if (Boolean.getBoolean(REWRITE)) {
      Files.writeString(PAGE, renewed);
    } else {
      assertEquals(renewed, page, "docs/spans.md is out of date: run with -D" + REWRITE + "=true");
    }
  }
}
