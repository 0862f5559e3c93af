package dev.loomtrace.analysis.finding;

import java.util.EnumMap;
import java.util.Map;

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

  /** How many were in such a state at a time, on average, if all of them were for so long in it. */
  double mean(double nanos) {
    return nanos / nanos();
  }

  /**
   * Measures of a finding, and where it is worst, if that is not in all of the trace.
   *
   * @param measures the others
   * @param nanos what of the finding's time is in this stretch
   */
  Map<Measure, Long> with(Map<Measure, Long> measures, Window window, double nanos) {
    Map<Measure, Long> all = new EnumMap<>(measures);
    if (nanos() < window.nanos()) {
      all.put(Measure.WORST_FROM_NANOS, begin - window.begin());
      all.put(Measure.WORST_FOR_NANOS, nanos());
      all.put(Measure.IN_WORST_NANOS, Math.round(nanos));
    }
    return all;
  }
}
