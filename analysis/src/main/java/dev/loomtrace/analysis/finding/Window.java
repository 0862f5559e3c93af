package dev.loomtrace.analysis.finding;

/**
 * The trace that is looked at.
 *
 * @param begin when it begins
 * @param end when it ends
 */
record Window(long begin, long end) {
  /** How long it is; at least 1. */
  long nanos() {
    return Math.max(1, end - begin);
  }

  /** How many were in such a state at a time, on average, if all of them were for this long. */
  double mean(long nanos) {
    return (double) nanos / nanos();
  }
}
