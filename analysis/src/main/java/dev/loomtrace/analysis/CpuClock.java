package dev.loomtrace.analysis;

import dev.loomtrace.trace.CpuUse;
import dev.loomtrace.trace.EventView;

/**
 * How long a virtual thread would have been on a processor until a given time, at or after the last
 * change, if it had been on a carrier all the time; in nanoseconds. That is the share of all
 * virtual threads together: of a single one it is an estimate.
 */
final class CpuClock {
  private final StopClock stops;
  private double share;
  private boolean known;
  private long from;
  private double before;
  private long knownBefore;

  /**
   * Of a trace of which nothing was read.
   *
   * @param stops the time in which the world is stopped; nobody runs in that
   */
  CpuClock(StopClock stops) {
    this.stops = stops;
  }

  /** A part of the trace begins. */
  void sync(EventView event) {
    before = onCpu(event.time());
    knownBefore = known(event.time());
    from = unstopped(event.time());
    CpuUse use = event.cpuUse();
    known = use.isKnown();
    share = use.share();
  }

  private long unstopped(long time) {
    return time - stops.until(time);
  }

  private double onCpu(long time) {
    return before + (known ? share * (unstopped(time) - from) : 0);
  }

  /** On a processor until then. */
  long until(long time) {
    return (long) onCpu(time);
  }

  /** How long that has been known until then. */
  long known(long time) {
    return knownBefore + (known ? unstopped(time) - from : 0);
  }
}
