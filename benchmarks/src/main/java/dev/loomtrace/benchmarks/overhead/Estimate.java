package dev.loomtrace.benchmarks.overhead;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * An estimate, and how sure it is.
 *
 * @param value the estimate
 * @param low begin of the interval that holds what is estimated at 95 % confidence
 * @param high its end
 * @param atMost what it does not exceed at 95 % confidence, however small it may be
 */
record Estimate(double value, double low, double high, double atMost) {
  private static final int RESAMPLES = 10_000;

  /** Draws as many rounds of a set as it has, each of them any number of times. */
  @FunctionalInterface
  interface Redraw<S> {
    /** A set of the rounds that were drawn. */
    S of(S set, Random random);
  }

  /**
   * Estimates from sets of rounds, by bootstrap. Rounds of one set are not independent of each
   * other, as JVMs differ by how they compiled, so whole sets are drawn anew as well as rounds
   * within them.
   *
   * @param sets at least one
   * @param redraw draws rounds within a set
   * @param estimator what is estimated from sets
   */
  static <S> Estimate of(List<S> sets, Redraw<S> redraw, ToDoubleFunction<List<S>> estimator) {
    return of(sets, redraw, estimator, RESAMPLES);
  }

  /** The same with another number of resamples; more than 40. */
  static <S> Estimate of(
      List<S> sets, Redraw<S> redraw, ToDoubleFunction<List<S>> estimator, int resamples) {
    Random random = new Random(42);
    double[] estimates = new double[resamples];
    for (int i = 0; i < resamples; i++) {
      List<S> drawn = new ArrayList<>(sets.size());
      for (int k = 0; k < sets.size(); k++) {
        drawn.add(redraw.of(sets.get(random.nextInt(sets.size())), random));
      }
      estimates[i] = estimator.applyAsDouble(drawn);
    }
    Arrays.sort(estimates);
    return new Estimate(
        estimator.applyAsDouble(sets),
        estimates[resamples / 40],
        estimates[resamples - 1 - resamples / 40],
        estimates[resamples - 1 - resamples / 20]);
  }

  /** The middle one of at least one number, which need not be sorted. */
  static double median(double... numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The mean of the middle half of at least one number, which need not be sorted. A burst of load
   * by others in fewer than a quarter of them hardly moves it, and it takes fewer numbers than the
   * median to be as sure.
   */
  static double middle(double... numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    int left = Math.min((sorted.length + 3) / 4, (sorted.length - 1) / 2);
    return Arrays.stream(sorted, left, sorted.length - left).average().orElseThrow();
  }

  /** The estimate, its interval and its bound, in a format that takes up to four numbers. */
  String text(String format) {
    return String.format(format, value, low, high, atMost);
  }
}
