package dev.loomtrace.benchmarks.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How long an application's thread is kept from running while chunks are rotated once a second,
 * with 100,000 virtual threads alive: their status is written at each chunk's end and begin.
 */
public final class Rotation {
  private static final int SECONDS = 10;
  private static final double MILLI = 1e6;

  private record Phase(String configuration, MeasuredJvm jvm, String mode) {}

  private Rotation() {}

  /**
   * Runs the benchmark.
   *
   * @param args agent's jar, settings (always on), rounds, file for the results; for a comparison
   *     in the same run, also an earlier agent's jar and its settings
   */
  public static void main(String[] args) throws IOException {
    List<Phase> phases = new ArrayList<>();
    Map<String, List<Long>> stalls = new LinkedHashMap<>();
    try {
      phases.add(new Phase("nothing", jvm(), "off"));
      phases.add(new Phase("JFR alone", jvm(), args[1]));
      phases.add(new Phase("agent, always-on", jvm("-javaagent:" + args[0]), args[1]));
      if (args.length > 4) {
        phases.add(new Phase("earlier agent, always-on", jvm("-javaagent:" + args[4]), args[5]));
      }
      Random random = new Random(1);
      for (String kind : List.of("platform", "virtual")) {
        for (Phase phase : phases) {
          stalls.put(key(kind, phase), new ArrayList<>());
        }
      }
      for (int round = 0; round < Integer.parseInt(args[2]); round++) {
        Collections.shuffle(phases, random);
        for (Phase phase : phases) {
          phase.jvm().ask("mode " + phase.mode());
          for (String kind : List.of("platform", "virtual")) {
            for (String nanos : phase.jvm().ask("stall " + kind + " " + SECONDS).split(" ", -1)) {
              stalls.get(key(kind, phase)).add(Long.parseLong(nanos));
            }
          }
          phase.jvm().ask("mode off");
        }
        System.err.println("round " + (round + 1) + " done");
      }
    } finally {
      phases.forEach(phase -> phase.jvm().close());
    }
    Files.writeString(Path.of(args[3]), report(stalls));
  }

  private static String key(String kind, Phase phase) {
    return kind + " | " + phase.configuration();
  }

  private static MeasuredJvm jvm(String... options) throws IOException {
    return new MeasuredJvm(RotationRunner.class, List.of("-Xmx1g"), options);
  }

  private static String report(Map<String, List<Long>> stalls) throws IOException {
    StringBuilder out = new StringBuilder("# How long a rotation holds an application up\n\n");
    out.append(Machine.describe()).append('\n');
    out.append("Longest time in each second that a busy thread did not run, in milliseconds.\n");
    out.append("100,000 virtual threads are parked; a chunk is rotated once a second.\n\n");
    out.append("| busy thread | configuration | seconds | median | 95 % | max | over 5 ms |\n");
    out.append("|---|---|---|---|---|---|---|\n");
    stalls.forEach(
        (key, nanos) -> {
          long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
          out.append(
              String.format(
                  "| %s | %d | %.2f | %.2f | %.2f | %d |%n",
                  key,
                  sorted.length,
                  sorted[sorted.length / 2] / MILLI,
                  sorted[sorted.length * 95 / 100] / MILLI,
                  sorted[sorted.length - 1] / MILLI,
                  nanos.stream().filter(n -> n > 5 * MILLI).count()));
        });
    return out.toString();
  }
}
