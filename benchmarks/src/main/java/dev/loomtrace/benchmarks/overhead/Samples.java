package dev.loomtrace.benchmarks.overhead;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;

/**
 * Times, in nanoseconds, by configuration. They come in sets (of JVMs started together) and rounds
 * (one phase of each configuration, close in time), so that configurations can be compared round by
 * round while the machine's speed drifts.
 */
final class Samples {
  private static final int RESAMPLES = 10_000;

  /**
   * How much more one configuration costs than another.
   *
   * @param median of the rounds
   * @param low begin of the interval that holds the median at 95 % confidence
   * @param high its end
   * @param rounds number of rounds compared
   */
  record Difference(double median, double low, double high, int rounds) {
    private String text(String format) {
      return String.format(format, median, low, high, rounds);
    }
  }

  // By configuration, by set: one number for each round.
  private final Map<String, List<List<Double>>> nanos = new LinkedHashMap<>();

  /** A set begins. */
  void beginSet(List<String> configurations) {
    for (String configuration : configurations) {
      nanos.computeIfAbsent(configuration, c -> new ArrayList<>()).add(new ArrayList<>());
    }
  }

  /** One phase's result. */
  void add(String configuration, double time) {
    nanos.get(configuration).getLast().add(time);
  }

  /** A table of minimum, median and maximum of each, in a unit of so many nanoseconds. */
  String spread(double unit) {
    StringBuilder table = new StringBuilder("| configuration | min | median | max |\n");
    table.append("|---|---|---|---|\n");
    nanos.forEach(
        (configuration, sets) -> {
          double[] all =
              sets.stream()
                  .flatMap(List::stream)
                  .mapToDouble(Double::doubleValue)
                  .sorted()
                  .toArray();
          table.append(
              String.format(
                  "| %s | %.2f | %.2f | %.2f |%n",
                  configuration, all[0] / unit, median(all) / unit, all[all.length - 1] / unit));
        });
    return table.toString();
  }

  boolean has(String configuration) {
    return nanos.containsKey(configuration);
  }

  /** How much more a configuration costs than another, in percent, as text. */
  String difference(String of, String over) {
    return compare(of, over, (a, b) -> 100 * (a / b - 1))
        .text("%+.2f %% (95 %%: %+.2f to %+.2f; %d rounds)");
  }

  /** The same as a time in a unit of so many nanoseconds, as a row of a table. */
  String more(String of, String over, double unit, String name) {
    String more =
        compare(of, over, (a, b) -> (a - b) / unit)
            .text("%+.0f " + name + " (95 %%: %+.0f to %+.0f; %d rounds)");
    return String.format("| %s | %s | %s |%n", of, over, more);
  }

  /**
   * Compares two configurations. Rounds of one set are not independent of each other, as JVMs
   * differ by how they compiled, so whole sets are drawn anew as well as rounds within them.
   */
  private Difference compare(String of, String over, DoubleBinaryOperator comparison) {
    List<double[]> sets = new ArrayList<>();
    for (int s = 0; s < nanos.get(of).size(); s++) {
      List<Double> a = nanos.get(of).get(s);
      List<Double> b = nanos.get(over).get(s);
      double[] compared = new double[a.size()];
      for (int i = 0; i < compared.length; i++) {
        compared[i] = comparison.applyAsDouble(a.get(i), b.get(i));
      }
      sets.add(compared);
    }
    double[] all = sets.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
    Random random = new Random(42);
    double[] medians = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double[] drawn = new double[all.length];
      int n = 0;
      while (n < drawn.length) {
        double[] set = sets.get(random.nextInt(sets.size()));
        for (int k = 0; k < set.length && n < drawn.length; k++) {
          drawn[n++] = set[random.nextInt(set.length)];
        }
      }
      Arrays.sort(drawn);
      medians[i] = median(drawn);
    }
    Arrays.sort(medians);
    return new Difference(
        median(all), medians[RESAMPLES / 40], medians[RESAMPLES - 1 - RESAMPLES / 40], all.length);
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
