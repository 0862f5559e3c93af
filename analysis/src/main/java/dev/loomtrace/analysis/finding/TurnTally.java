package dev.loomtrace.analysis.finding;

import java.util.Map;

/** Turns on carriers that were too long. */
final class TurnTally {
  private final LongestThread longest = new LongestThread();
  private long count;
  private long total;
  private long othersWaited;

  void add(long thread, long duration, long others) {
    count++;
    total += duration;
    othersWaited += others;
    longest.add(thread, duration);
  }

  long count() {
    return count;
  }

  long total() {
    return total;
  }

  long longest() {
    return longest.nanos();
  }

  /** What a finding of them measures. */
  Map<Measure, Long> measures(CarrierTurns use, Window window) {
    return Map.of(
        Measure.LONGEST_NANOS,
        longest(),
        Measure.OTHERS_WAITED_NANOS,
        othersWaited,
        Measure.CARRIERS,
        use.carriers(),
        Measure.WINDOW_NANOS,
        window.nanos());
  }

  /** How many threads could run meanwhile, on average. */
  double others() {
    return total == 0 ? 0 : (double) othersWaited / total;
  }

  Evidence evidence() {
    return longest.evidence();
  }
}
