package dev.loomtrace.question;

import dev.loomtrace.analysis.WorldStops;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.timeline.store.SpanStore;

/**
 * A trace that was read into a store: some questions are answered from that alone.
 *
 * @param label what the trace is called in texts, such as the name of its file
 * @param store its spans
 * @param stops when the world was stopped in it
 */
public record StoredTrace(String label, SpanStore store, WorldStops stops) {
  /** What whoever reads the trace is told: but for what its file holds besides. */
  Coverage coverage() {
    return new Coverage(
        label,
        store.extent().repairs(),
        store.extent().fault(),
        store.covered(),
        store.traceSize());
  }

  /** Its clock. */
  TraceClock clock() {
    return TraceClock.of(store.extent());
  }
}
