package dev.loomtrace.benchmarks.overhead;

import static dev.loomtrace.benchmarks.overhead.OverheadReport.AGENT_BEFORE;
import static dev.loomtrace.benchmarks.overhead.OverheadReport.AGENT_JFR_ALONE;
import static dev.loomtrace.benchmarks.overhead.OverheadReport.AGENT_OFF;
import static dev.loomtrace.benchmarks.overhead.OverheadReport.ALWAYS_ON;
import static dev.loomtrace.benchmarks.overhead.OverheadReport.FULL;
import static dev.loomtrace.benchmarks.overhead.OverheadReport.GO_NOTHING;
import static dev.loomtrace.benchmarks.overhead.OverheadReport.GO_TRACER;
import static dev.loomtrace.benchmarks.overhead.OverheadReport.IDLE;
import static dev.loomtrace.benchmarks.overhead.OverheadReport.IDLE_BEFORE;
import static dev.loomtrace.benchmarks.overhead.OverheadReport.JFR_ALONE;
import static dev.loomtrace.benchmarks.overhead.OverheadReport.JFR_BEFORE;
import static dev.loomtrace.benchmarks.overhead.OverheadReport.NOTHING;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Times of servers whose effects are known. What misleads a naive comparison is large: JVMs differ
 * by up to a third, the machine is a third slower after the switch, and its speed drifts by a tenth
 * from round to round.
 */
final class SyntheticServers {
  /** What each configuration costs after the switch: as a multiple of nothing. */
  static final Map<String, Double> TRUTH =
      Map.of(
          NOTHING, 1.0,
          JFR_ALONE, 1.02,
          IDLE, 1.01,
          AGENT_OFF, 1.015,
          AGENT_JFR_ALONE, 1.025,
          ALWAYS_ON, 1.04,
          FULL, 1.09,
          GO_NOTHING, 1.0,
          GO_TRACER, 1.015);

  private static final double SLOWER_AFTER_SWITCH = 1.33;
  private static final double NOISE = 0.004;
  private static final int SETS = 12;
  private static final int ROUNDS = 8;

  // By JVM; a number of its own for the JVM of each configuration.
  private static final Map<String, List<String>> JVMS = new LinkedHashMap<>();

  static {
    JVMS.put(NOTHING, List.of(NOTHING));
    JVMS.put(JFR_BEFORE, List.of(JFR_ALONE));
    JVMS.put(IDLE_BEFORE, List.of(IDLE));
    JVMS.put(AGENT_BEFORE, List.of(AGENT_OFF, AGENT_JFR_ALONE, ALWAYS_ON, FULL));
  }

  private final Samples before = new Samples();
  private final Samples after = new Samples();
  private final Random random = new Random(7);

  /** All configurations but these. */
  SyntheticServers(String... leftOut) {
    for (int s = 0; s < SETS; s++) {
      addSet(Set.of(leftOut));
    }
  }

  Samples before() {
    return before;
  }

  Samples after() {
    return after;
  }

  private void addSet(Set<String> leftOut) {
    Map<String, Double> levels = new LinkedHashMap<>();
    Map<String, Double> configurations = new LinkedHashMap<>();
    double level = 100_000 * (1 + 0.05 * random.nextGaussian());
    for (Map.Entry<String, List<String>> jvm : JVMS.entrySet()) {
      levels.put(jvm.getKey(), level);
      for (String configuration : jvm.getValue()) {
        configurations.put(configuration, level * TRUTH.get(configuration));
      }
      level *= 1.1; // Always in this direction, so that many sets do not help.
    }
    configurations.put(GO_NOTHING, 90_000.0);
    configurations.put(GO_TRACER, 90_000 * TRUTH.get(GO_TRACER));
    configurations.keySet().removeAll(leftOut);
    addRounds(before, levels, 1);
    addRounds(after, configurations, SLOWER_AFTER_SWITCH);
  }

  private void addRounds(Samples samples, Map<String, Double> times, double machine) {
    samples.beginSet(List.copyOf(times.keySet()));
    for (int r = 0; r < ROUNDS; r++) {
      double drift = machine * (1 + 0.1 * random.nextGaussian());
      times.forEach(
          (configuration, time) ->
              samples.add(configuration, time * drift * (1 + NOISE * random.nextGaussian())));
    }
  }
}
