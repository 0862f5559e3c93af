package dev.loomtrace.micrometer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.CurrentTraceContext;
import brave.propagation.ThreadLocalCurrentTraceContext;
import brave.propagation.TraceContext;
import brave.sampler.Sampler;
import dev.loomtrace.testing.RecordedTasks;
import dev.loomtrace.testing.RecordedTasks.Ended;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Observations that Micrometer Tracing makes spans of by Brave, as Brave reports them. */
class BraveTest {
  private static final int THREADS = 8;
  private static final int EACH = 1_250;

  /** What Brave says of the spans that have ended, by their ids. */
  private static final class Reported extends SpanHandler {
    private final Map<String, MutableSpan> spans = new ConcurrentHashMap<>();

    @Override
    public boolean end(TraceContext context, MutableSpan span, Cause cause) {
      spans.put(context.traceIdString() + "-" + context.spanIdString(), span);
      return true;
    }
  }

  private static void observe(ObservationRegistry registry) {
    Observation.createNotStarted("parent", registry)
        .observe(() -> Observation.createNotStarted("child", registry).observe(() -> {}));
  }

  @Test
  void eachOfTwentyThousandHasItsSpansIdAndParent() throws Exception {
    Reported reported = new Reported();
    CurrentTraceContext current = ThreadLocalCurrentTraceContext.create();
    try (RecordedTasks recorded = new RecordedTasks();
        Tracing brave =
            Tracing.newBuilder()
                .currentTraceContext(current)
                .sampler(Sampler.ALWAYS_SAMPLE)
                .traceId128Bit(true)
                .addSpanHandler(reported)
                .build()) {
      ObservationRegistry registry = ObservationRegistry.create();
      registry
          .observationConfig()
          .observationHandler(
              new DefaultTracingObservationHandler(
                  new BraveTracer(brave.tracer(), new BraveCurrentTraceContext(current))))
          .observationHandler(LoomtraceObservationHandler.create());
      List<Future<?>> all = new ArrayList<>();
      try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
        for (int i = 0; i < THREADS; i++) {
          all.add(
              threads.submit(
                  () -> {
                    for (int j = 0; j < EACH; j++) {
                      observe(registry);
                    }
                  }));
        }
      }
      for (Future<?> each : all) {
        each.get();
      }
      assertEquals(2 * THREADS * EACH, reported.spans.size());
      Map<String, Ended> tasks = new HashMap<>();
      for (Ended task : recorded.ended()) {
        assertNull(tasks.put(task.externalId(), task), "twice: " + task);
      }
      assertEquals(reported.spans.keySet(), tasks.keySet());
      reported.spans.forEach(
          (id, span) -> {
            Ended task = tasks.get(id);
            assertEquals(span.name(), task.name());
            Ended parent =
                span.parentId() == null ? null : tasks.get(span.traceId() + "-" + span.parentId());
            assertEquals(span.name().equals("child"), parent != null);
            if (parent != null) {
              assertEquals(parent.id(), task.parent());
            } else {
              assertEquals(0, task.parent());
            }
          });
    }
  }
}
