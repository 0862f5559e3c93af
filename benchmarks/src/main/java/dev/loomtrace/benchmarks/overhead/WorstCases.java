package dev.loomtrace.benchmarks.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What recording costs at worst: CPU time of each {@link WorstCase}, on one carrier. The JVMs of a
 * case are there all the time, and configurations follow each other in an order that is drawn anew
 * for each round.
 */
public final class WorstCases {
  private static final int WARM_UPS = 10;
  private static final List<String> ONE_CARRIER =
      List.of("-Xmx256m", "-Djdk.virtualThreadScheduler.parallelism=1");

  private record Phase(String configuration, MeasuredJvm jvm, String mode) {}

  private WorstCases() {}

  /**
   * Runs the benchmark.
   *
   * @param args agent's jar, settings (always on), settings (full), sets, rounds of each set, file
   *     for the results
   */
  public static void main(String[] args) throws IOException {
    String alwaysOn = args[1];
    String full = args[2];
    int sets = Integer.parseInt(args[3]);
    int rounds = Integer.parseInt(args[4]);
    Map<WorstCase, Samples> samples = new EnumMap<>(WorstCase.class);
    for (WorstCase worst : WorstCase.values()) {
      samples.put(worst, new Samples());
    }
    Random random = new Random(1);
    Path empty = EmptyAgent.jar();
    for (int set = 0; set < sets; set++) {
      for (WorstCase worst : WorstCase.values()) {
        List<Phase> phases = new ArrayList<>();
        try {
          // A JVM for each, as JMH does: once JFR was on, or it did other things, a JVM is not as
          // before.
          add(phases, "nothing", "off");
          add(phases, "JFR alone", alwaysOn);
          add(phases, "empty agent", "off", "-javaagent:" + empty);
          add(phases, "agent, not recording", "off", "-javaagent:" + args[0]);
          add(phases, "agent, always-on", alwaysOn, "-javaagent:" + args[0]);
          add(phases, "agent, full", full, "-javaagent:" + args[0]);
          run(worst, phases, rounds, samples.get(worst), random);
        } finally {
          phases.forEach(phase -> phase.jvm().close());
        }
      }
      System.err.println("set " + (set + 1) + " of " + sets + " done");
    }
    Files.writeString(Path.of(args[5]), report(samples, sets, rounds));
  }

  private static void add(List<Phase> phases, String configuration, String mode, String... options)
      throws IOException {
    phases.add(
        new Phase(
            configuration, new MeasuredJvm(WorstCaseRunner.class, ONE_CARRIER, options), mode));
  }

  private static void run(
      WorstCase worst, List<Phase> phases, int rounds, Samples samples, Random random)
      throws IOException {
    samples.beginSet(phases.stream().map(Phase::configuration).toList());
    for (Phase phase : phases) {
      phase.jvm().ask("mode " + phase.mode());
      for (int i = 0; i < WARM_UPS; i++) {
        run(phase.jvm(), worst, worst.operations());
      }
      phase.jvm().ask("mode off");
    }
    for (int round = 0; round < rounds; round++) {
      List<Phase> order = new ArrayList<>(phases);
      Collections.shuffle(order, random);
      for (Phase phase : order) {
        phase.jvm().ask("mode " + phase.mode());
        run(phase.jvm(), worst, worst.operations() / 4);
        samples.add(phase.configuration(), run(phase.jvm(), worst, worst.operations()));
        phase.jvm().ask("mode off"); // So that none works while another is measured.
      }
    }
  }

  // CPU time of an operation, in nanoseconds.
  private static double run(MeasuredJvm jvm, WorstCase worst, int operations) throws IOException {
    return Long.parseLong(jvm.ask("run " + worst + " " + operations)) / (double) operations;
  }

  private static String report(Map<WorstCase, Samples> samples, int sets, int rounds)
      throws IOException {
    StringBuilder out = new StringBuilder("# What recording costs at worst\n\n");
    out.append(Machine.describe()).append('\n');
    out.append(
        String.format(
            "One carrier; %d sets of JVMs, %d rounds each; nothing but the operation itself.%n",
            sets, rounds));
    samples.forEach(
        (worst, of) -> {
          out.append(String.format("%n## %s%n%n", worst.title()));
          out.append("CPU time of an operation, in microseconds:\n\n").append(of.spread(1e3));
          out.append("\nMore, in nanoseconds, compared round by round:\n\n");
          out.append("| what | over | more |\n|---|---|---|\n");
          out.append(of.more("agent, always-on", "JFR alone", 1, "ns"));
          out.append(of.more("agent, always-on", "nothing", 1, "ns"));
          out.append(of.more("agent, full", "JFR alone", 1, "ns"));
          out.append(of.more("JFR alone", "nothing", 1, "ns"));
          out.append(of.more("agent, not recording", "empty agent", 1, "ns"));
          out.append(of.more("empty agent", "nothing", 1, "ns"));
        });
    return out.toString();
  }
}
