package dev.loomtrace.timeline;

import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.RangeKind;

/**
 * How long the world was stopped until a given time, at or after the last change; in nanoseconds.
 */
public final class StopClock {
  private int stops;
  private long began;
  private long before;

  /** Of a world that goes on. */
  public StopClock() {}

  /** Takes an event about a range: a stop may start or end with it. */
  public void event(EventView range) {
    if (RangeKind.ofName(range.rangeName()) == RangeKind.STOP_THE_WORLD) {
      if (range.kind() == EventKind.RANGE_END) {
        resume(range.time());
      } else {
        stop(range.time());
      }
    }
  }

  /** A stop starts, or is found in progress. */
  private void stop(long time) {
    if (stops++ == 0) {
      began = time;
    }
  }

  /** A stop ends. */
  private void resume(long time) {
    if (stops > 0 && --stops == 0) {
      before += time - began;
    }
  }

  /** Whether it is stopped since the last event. */
  public boolean isStopped() {
    return stops > 0;
  }

  /** All stopped time until then. */
  public long until(long time) {
    return before + (stops > 0 ? time - began : 0);
  }
}
