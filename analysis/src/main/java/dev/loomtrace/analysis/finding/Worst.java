package dev.loomtrace.analysis.finding;

import java.util.EnumMap;
import java.util.Map;

/**
 * The stretch in which something is worst.
 *
 * @param stretch which
 * @param spent what of its time is in there, in nanoseconds, of all threads together
 */
record Worst(Stretch stretch, double spent) {
  /** How many were in such a state at a time, on average. */
  double mean() {
    return spent / stretch.nanos();
  }

  /** Whether it is only a part of the trace. */
  boolean isPartOf(Window window) {
    return stretch.nanos() < window.nanos();
  }

  /** Measures of a finding, and where it is worst, if that is not in all of the trace. */
  Map<Measure, Long> with(Map<Measure, Long> measures, Window window) {
    Map<Measure, Long> all = new EnumMap<>(measures);
    if (isPartOf(window)) {
      all.put(Measure.WORST_FROM_NANOS, stretch.begin() - window.begin());
      all.put(Measure.WORST_FOR_NANOS, stretch.nanos());
      all.put(Measure.IN_WORST_NANOS, Math.round(spent));
    }
    return all;
  }
}
