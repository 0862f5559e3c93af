package dev.loomtrace.sql.duckdb;

import dev.loomtrace.timeline.store.Tracks;
import dev.loomtrace.timeline.store.WakeCursor;
import java.util.List;
import java.util.function.Supplier;

/** Whom threads woke: a row stands on one wake after the other, by waker. */
final class WakeRow implements Rows<WakeRow> {
  private final OpenTrace trace;
  private final Tracks threads;
  private final WakeCursor wake;
  private int next;
  private long waker;
  private boolean within;

  private WakeRow(OpenTrace trace) {
    this.trace = trace;
    this.threads = trace.store().threads();
    this.wake = trace.store().wakeCursor();
  }

  static List<Supplier<Rows<WakeRow>>> of(OpenTrace trace) {
    return List.of(() -> new WakeRow(trace));
  }

  @Override
  public WakeRow next() {
    while (!within || !wake.next()) {
      // An id that was used again has several lives, and its wakes are those of all of them.
      while (within && next < threads.size() && threads.get(next).id() == waker) {
        next++;
      }
      if (next == threads.size()) {
        return null;
      }
      waker = threads.get(next++).id();
      within = true;
      wake.between(waker, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    return this;
  }

  OpenTrace trace() {
    return trace;
  }

  WakeCursor wake() {
    return wake;
  }

  long waker() {
    return waker;
  }
}
