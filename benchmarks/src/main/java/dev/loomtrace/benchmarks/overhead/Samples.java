package dev.loomtrace.benchmarks.overhead;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Times, in nanoseconds, by configuration. They come in sets (of JVMs started together) and rounds
 * (one phase of each configuration, close in time), so that configurations can be compared round by
 * round while the machine's speed drifts.
 */
final class Samples {
  /** First line of the times as CSV. */
  static final String CSV_HEADER = "stage,set,round,configuration,nanoseconds\n";

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
                  configuration,
                  all[0] / unit,
                  Estimate.median(all) / unit,
                  all[all.length - 1] / unit));
        });
    return table.toString();
  }

  /** A table of how many of each a second has, by the medians. */
  String perSecond() {
    StringBuilder table = new StringBuilder("| configuration | a second |\n|---|---|\n");
    nanos.forEach(
        (configuration, sets) -> {
          double[] all =
              sets.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray();
          table.append(
              String.format("| %s | %,.0f |%n", configuration, 1e9 / Estimate.median(all)));
        });
    return table.toString();
  }

  boolean has(String configuration) {
    return nanos.containsKey(configuration);
  }

  /** The times as CSV, a line each, without a header. */
  String csv(String stage) {
    StringBuilder csv = new StringBuilder();
    nanos.forEach(
        (configuration, sets) -> {
          for (int s = 0; s < sets.size(); s++) {
            for (int r = 0; r < sets.get(s).size(); r++) {
              csv.append(
                  String.format(
                      "%s,%d,%d,\"%s\",%.0f%n",
                      stage, s + 1, r + 1, configuration, sets.get(s).get(r)));
            }
          }
        });
    return csv.toString();
  }

  /** The rounds of each set. */
  List<Rounds> sets() {
    List<Rounds> sets = new ArrayList<>();
    for (int s = 0; s < nanos.values().iterator().next().size(); s++) {
      Map<String, List<Double>> times = new LinkedHashMap<>();
      for (Map.Entry<String, List<List<Double>>> configuration : nanos.entrySet()) {
        times.put(configuration.getKey(), configuration.getValue().get(s));
      }
      sets.add(new Rounds(times));
    }
    return sets;
  }

  /**
   * How much more one configuration costs than another, in a unit of so many nanoseconds, as a row
   * of a table: the median of all rounds.
   */
  String more(String of, String over, double unit, String name) {
    List<double[]> sets = new ArrayList<>();
    for (int s = 0; s < nanos.get(of).size(); s++) {
      List<Double> a = nanos.get(of).get(s);
      List<Double> b = nanos.get(over).get(s);
      sets.add(
          IntStream.range(0, a.size()).mapToDouble(i -> (a.get(i) - b.get(i)) / unit).toArray());
    }
    Estimate more = Estimate.of(sets, Samples::redraw, drawn -> Estimate.median(flat(drawn)));
    return String.format(
        "| %s | %s | %s; %d rounds) |%n",
        of, over, more.text("%+.0f " + name + " (95 %%: %+.0f to %+.0f"), flat(sets).length);
  }

  private static double[] redraw(double[] set, Random random) {
    return random.ints(set.length, 0, set.length).mapToDouble(i -> set[i]).toArray();
  }

  private static double[] flat(List<double[]> sets) {
    return sets.stream().flatMapToDouble(Arrays::stream).toArray();
  }
}
