package dev.loomtrace.benchmarks.overhead;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Rounds of one set: in each, one time of every configuration, measured soon after each other.
 * Configurations are only ever compared round by round, since the machine's speed drifts.
 */
final class Rounds {
  private final Map<String, List<Double>> times;
  private final int[] chosen;

  /**
   * Takes rounds as they were measured.
   *
   * @param times by configuration, one for each round
   */
  Rounds(Map<String, List<Double>> times) {
    this(times, IntStream.range(0, times.values().iterator().next().size()).toArray());
  }

  private Rounds(Map<String, List<Double>> times, int[] chosen) {
    this.times = times;
    this.chosen = chosen;
  }

  /** As many rounds, drawn anew: whole ones, so that what is compared stays together. */
  Rounds redraw(Random random) {
    int[] drawn = new int[chosen.length];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = chosen[random.nextInt(chosen.length)];
    }
    return new Rounds(times, drawn);
  }

  /** Middle of the ratios of one configuration's time to another's in the same round. */
  double ratio(String of, String over) {
    List<Double> dividends = times.get(of);
    List<Double> divisors = times.get(over);
    double[] ratios = new double[chosen.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = dividends.get(chosen[i]) / divisors.get(chosen[i]);
    }
    return Estimate.middle(ratios);
  }
}
