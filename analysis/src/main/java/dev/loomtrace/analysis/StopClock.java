package dev.loomtrace.analysis;

/**
 * How long the world was stopped until a given time, at or after the last change; in nanoseconds.
 */
final class StopClock {
  private int stops;
  private long began;
  private long before;

  /** A stop starts, or is found in progress. */
  void stop(long time) {
    if (stops++ == 0) {
      began = time;
    }
  }

  /** A stop ends. */
  void resume(long time) {
    if (stops > 0 && --stops == 0) {
      before += time - began;
    }
  }

  /** All stopped time until then. */
  long until(long time) {
    return before + (stops > 0 ? time - began : 0);
  }
}
