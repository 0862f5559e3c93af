package dev.loomtrace.analysis.finding;

/**
 * A part of the trace.
 *
 * @param begin when it begins
 * @param end when it ends
 */
record Stretch(long begin, long end) {
  /** What is worse for a shorter time than this is a moment, not trouble; in nanoseconds. */
  static final long LEAST = 10_000_000_000L;

  /** How long it is; at least 1. */
  long nanos() {
    return Math.max(1, end - begin);
  }
}
