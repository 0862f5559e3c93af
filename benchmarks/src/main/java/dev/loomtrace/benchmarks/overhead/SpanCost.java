package dev.loomtrace.benchmarks.overhead;

import com.sun.management.ThreadMXBean;
import dev.loomtrace.event.EventNames;
import dev.loomtrace.opentelemetry.LoomtraceSpanProcessor;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SdkTracerProviderBuilder;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import jdk.jfr.Recording;

/** CPU time and garbage of a span by itself, on one thread, with nothing in it. */
final class SpanCost {
  private static final int WARM_UPS = 8;
  private static final int SPANS = 40_000; // Of a phase.
  private static final int SETTLE = 10_000; // Before them: a recording's start throws code away.

  private static final String BARE = "span of OpenTelemetry";
  private static final String IDLE = "with the processor, not recording";
  private static final String RECORDING = "with the processor, recording";

  private record Phase(String configuration, RequestSpans spans, boolean records) {}

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Samples nanos = new Samples();
  private final Samples bytes = new Samples();

  private SpanCost() {}

  /** Measures so many rounds; the result as text. */
  static String measure(int rounds) {
    SpanCost cost = new SpanCost();
    RequestSpans ours = spans(LoomtraceSpanProcessor.create()); // First: it follows contexts.
    RequestSpans bare = spans();
    List<Phase> phases =
        new ArrayList<>(
            List.of(
                new Phase(BARE, bare, false),
                new Phase(IDLE, ours, false),
                new Phase(RECORDING, ours, true)));
    Random random = new Random(1);
    for (int i = 0; i < WARM_UPS; i++) {
      phases.forEach(phase -> cost.run(phase, false));
    }
    cost.nanos.beginSet(List.of(BARE, IDLE, RECORDING));
    cost.bytes.beginSet(List.of(BARE, IDLE, RECORDING));
    for (int i = 0; i < rounds; i++) {
      Collections.shuffle(phases, random);
      phases.forEach(phase -> cost.run(phase, true));
    }
    return "CPU time of a span, in nanoseconds:\n\n"
        + cost.nanos.spread(1)
        + "\nGarbage of a span, in bytes:\n\n"
        + cost.bytes.spread(1)
        + "\nMore, compared round by round:\n\n| what | over | more |\n|---|---|---|\n"
        + cost.nanos.more(IDLE, BARE, 1, "ns")
        + cost.nanos.more(RECORDING, BARE, 1, "ns")
        + cost.bytes.more(RECORDING, BARE, 1, "bytes");
  }

  private static RequestSpans spans(SpanProcessor... further) {
    SdkTracerProviderBuilder provider = SdkTracerProvider.builder();
    for (SpanProcessor processor : further) {
      provider.addSpanProcessor(processor);
    }
    provider.addSpanProcessor(SimpleSpanProcessor.create(new RequestSpans.Nowhere()));
    return new RequestSpans(provider.build().get("overhead"));
  }

  private static void make(Phase phase, int count) {
    for (int i = 0; i < count; i++) {
      phase.spans().server("/work/1", () -> null);
    }
  }

  private void run(Phase phase, boolean counts) {
    try (Recording recording = new Recording()) {
      if (phase.records()) {
        recording.enable(EventNames.TASK);
        recording.enable(EventNames.REGION);
        recording.setMaxSize(64 << 20);
        recording.start();
      }
      make(phase, SETTLE);
      long thread = Thread.currentThread().threadId();
      long allocated = threads.getThreadAllocatedBytes(thread);
      long time = threads.getCurrentThreadCpuTime();
      make(phase, SPANS);
      if (counts) {
        nanos.add(
            phase.configuration(), (threads.getCurrentThreadCpuTime() - time) / (double) SPANS);
        bytes.add(
            phase.configuration(),
            (threads.getThreadAllocatedBytes(thread) - allocated) / (double) SPANS);
      }
    }
  }
}
