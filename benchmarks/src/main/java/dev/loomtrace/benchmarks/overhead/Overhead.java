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
 * What recording costs: CPU time per request of an HTTP server, in Java and in Go, with and without
 * recording. All servers are there all the time, and the load goes from one to the other, in an
 * order that is drawn anew for each round.
 */
public final class Overhead {
  private static final int WARM_UP = 60_000;
  private static final int SETTLE = 500;

  // About 120 microseconds of CPU for a request on a core of 2020.
  private static final String WORK_IN_JAVA = "160";
  private static final String WORK_IN_GO = "150";

  private record Phase(String configuration, ServerProcess server, String mode) {}

  private Overhead() {}

  /**
   * Runs the benchmark.
   *
   * @param args agent's jar, settings (always on), settings (full), Go server or "-", sets, rounds
   *     of each set, requests of each phase, file for the results
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path agent = Path.of(args[0]);
    String alwaysOn = args[1];
    String full = args[2];
    String go = args[3];
    int sets = Integer.parseInt(args[4]);
    int rounds = Integer.parseInt(args[5]);
    int requests = Integer.parseInt(args[6]);
    Samples samples = new Samples();
    Random random = new Random(1);
    Path emptyAgent = EmptyAgent.jar();
    for (int set = 0; set < sets; set++) {
      // A JVM for each: once JFR was on, or took stacks, a JVM is not as before.
      String agentOption = "-javaagent:" + agent;
      try (ServerProcess plain = new ServerProcess(java(List.of()));
          ServerProcess empty = new ServerProcess(java(List.of("-javaagent:" + emptyAgent)));
          ServerProcess jfr = new ServerProcess(java(List.of()));
          ServerProcess idle = new ServerProcess(java(List.of(agentOption)));
          ServerProcess always = new ServerProcess(java(List.of(agentOption)));
          ServerProcess thorough = new ServerProcess(java(List.of(agentOption)));
          ServerProcess gopher =
              go.equals("-") ? null : new ServerProcess(List.of(go, WORK_IN_GO))) {
        List<Phase> phases =
            new ArrayList<>(
                List.of(
                    new Phase("nothing", plain, "off"),
                    new Phase("JFR alone", jfr, alwaysOn),
                    new Phase("empty agent", empty, "off"),
                    new Phase("agent, not recording", idle, "off"),
                    new Phase("agent, always-on", always, alwaysOn),
                    new Phase("agent, full", thorough, full)));
        if (gopher != null) {
          phases.add(new Phase("Go, nothing", gopher, "off"));
          phases.add(new Phase("Go, tracer", gopher, "trace"));
        }
        run(phases, rounds, requests, samples, random);
      }
      System.err.println("set " + (set + 1) + " of " + sets + " done");
    }
    Files.writeString(Path.of(args[7]), report(samples, sets, rounds, requests));
  }

  private static List<String> java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(MeasuredJvm.java());
    command.addAll(options);
    command.addAll(
        List.of(
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            OverheadServer.class.getName(),
            WORK_IN_JAVA));
    return command;
  }

  private static void run(
      List<Phase> phases, int rounds, int requests, Samples samples, Random random)
      throws IOException, InterruptedException {
    samples.beginSet(phases.stream().map(Phase::configuration).toList());
    for (Phase phase : phases) {
      phase.server().mode(phase.mode());
      phase.server().load(WARM_UP / 4);
    }
    for (int round = 0; round < rounds; round++) {
      List<Phase> order = new ArrayList<>(phases);
      Collections.shuffle(order, random);
      for (Phase phase : order) {
        phase.server().mode(phase.mode());
        phase.server().load(SETTLE);
        samples.add(phase.configuration(), phase.server().measure(requests));
        phase.server().mode("off");
      }
    }
  }

  private static String report(Samples samples, int sets, int rounds, int requests)
      throws IOException {
    StringBuilder out = new StringBuilder("# What recording costs an HTTP server\n\n");
    out.append(Machine.describe()).append('\n');
    out.append(
        String.format(
            "%d sets of servers, %d rounds each, %,d requests a phase.%n%n",
            sets, rounds, requests));
    out.append("CPU per request, in microseconds:\n\n").append(samples.spread(1e3));
    out.append("\nMore CPU per request, compared round by round:\n\n");
    out.append("| what | over | more |\n|---|---|---|\n");
    Map<String, List<String>> pairs = new LinkedHashMap<>();
    pairs.put("agent, always-on", List.of("JFR alone", "nothing"));
    pairs.put("agent, full", List.of("JFR alone", "nothing"));
    pairs.put("agent, not recording", List.of("empty agent", "nothing"));
    pairs.put("JFR alone", List.of("nothing"));
    pairs.put("Go, tracer", List.of("Go, nothing"));
    pairs.forEach(
        (of, others) -> {
          for (String over : others) {
            if (samples.has(of) && samples.has(over)) {
              out.append(
                  String.format("| %s | %s | %s |%n", of, over, samples.difference(of, over)));
            }
          }
        });
    return out.toString();
  }
}
