package dev.loomtrace.analysis.finding;

import java.util.Map;

/** Turns on carriers that were too long. */
final class TurnTally {
  private final LongestThread longest = new LongestThread();
  private final Density density = new Density();
  private long count;
  private long total;
  private long othersWaited;

  /** A turn that ended then. */
  void add(long thread, long end, long duration, long others) {
    count++;
    density.add(end - duration, end, 1);
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
    return density
        .worst(window)
        .with(
            Map.of(
                Measure.LONGEST_NANOS,
                longest(),
                Measure.OTHERS_WAITED_NANOS,
                othersWaited,
                Measure.CARRIERS,
                use.carriers(),
                Measure.WINDOW_NANOS,
                window.nanos()),
            window);
  }

  /** How many such turns there were at a time, on average, in the stretch that had most of them. */
  double mostAtATime(Window window) {
    return density.worst(window).mean();
  }

  /** How many threads could run meanwhile, on average. */
  double others() {
    return total == 0 ? 0 : (double) othersWaited / total;
  }

  Evidence evidence() {
    return longest.evidence();
  }
}
