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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * What recording costs: CPU time per request of an HTTP server, in Java and in Go, with and without
 * recording. Two JVMs that do the same differ by several percent by how they compiled, so what is
 * compared is how each JVM changed; {@link OverheadReport} says how.
 */
public final class Overhead {
  private static final int WARM_UP = 60_000;
  // A change throws compiled code away.
  private static final int SETTLE_AFTER_CHANGE = 20_000;
  private static final int WARM_UP_PIECE = 2_500;

  // Over a second: then a recording has written what it writes at its start and at the first flush
  // of its first chunk, which one that is always on has behind it.
  private static final int SETTLE = 10_000;

  // About 120 microseconds of CPU for a request on a core of 2020.
  private static final String WORK_IN_JAVA = "160";
  private static final String WORK_IN_GO = "150";

  private static final String OFF = "off";

  /** Which recordings are measured. */
  private enum Scope {
    ALL,
    ALWAYS_ON,
    FULL;

    /** Of the command line's word; none: all. */
    static Scope of(String word) {
      return switch (word) {
        case "" -> ALL;
        case "always-on" -> ALWAYS_ON;
        case "full" -> FULL;
        default -> throw new IllegalArgumentException("neither always-on nor full: " + word);
      };
    }
  }

  private record Phase(String configuration, ServerProcess server, String mode) {}

  private final Path agent;
  private final String alwaysOn;
  private final String full;
  private final String go;
  private final int rounds;
  private final int requests;
  private final Scope scope;
  private final Samples before = new Samples();
  private final Samples after = new Samples();
  private final Random random = new Random(1);

  private Overhead(
      Path agent, String alwaysOn, String full, String go, int rounds, int requests, Scope scope) {
    this.agent = agent;
    this.alwaysOn = alwaysOn;
    this.full = full;
    this.go = go;
    this.rounds = rounds;
    this.requests = requests;
    this.scope = scope;
  }

  /**
   * Runs the benchmark.
   *
   * @param args agent's jar, settings (always on), settings (full), Go server or "-", sets, rounds
   *     of each set before and after the switch, requests of each phase, file for the results (the
   *     single times go beside it, as CSV), and "always-on" or "full" for that recording alone,
   *     without the JVM that never records and the one that records without the agent
   */
  public static void main(String[] args) throws Exception {
    long start = System.nanoTime();
    int sets = Integer.parseInt(args[4]);
    Overhead overhead =
        new Overhead(
            Path.of(args[0]),
            args[1],
            args[2],
            args[3],
            Integer.parseInt(args[5]),
            Integer.parseInt(args[6]),
            Scope.of(args.length > 8 ? args[8] : ""));
    for (int set = 1; set <= sets; set++) {
      overhead.measureSet();
      overhead.write(Path.of(args[7]), set); // Each time: what there is shall not be lost.
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
      System.err.printf(
          "set %d of %d done after %d:%02d min%n", set, sets, seconds / 60, seconds % 60);
    }
  }

  private void measureSet() throws Exception {
    boolean all = scope == Scope.ALL;
    boolean withGo = !go.equals("-") && scope != Scope.FULL;
    try (ServerProcess control = new ServerProcess(java());
        ServerProcess jfr = all ? new ServerProcess(java()) : null;
        ServerProcess idle = all ? new ServerProcess(java()) : null;
        ServerProcess recording = new ServerProcess(java());
        ServerProcess gopher = withGo ? new ServerProcess(List.of(go, WORK_IN_GO)) : null) {
      List<Phase> phases = new ArrayList<>();
      phases.add(new Phase(NOTHING, control, OFF));
      phases.add(new Phase(AGENT_BEFORE, recording, OFF));
      if (all) {
        phases.add(new Phase(JFR_BEFORE, jfr, OFF));
        phases.add(new Phase(IDLE_BEFORE, idle, OFF));
      }
      for (Phase phase : phases) {
        warmUp(phase, WARM_UP);
      }
      measure(phases, before);
      recording.attach(agent);
      phases.clear();
      phases.add(new Phase(NOTHING, control, OFF));
      phases.add(new Phase(AGENT_OFF, recording, OFF));
      if (scope != Scope.FULL) {
        phases.add(new Phase(AGENT_JFR_ALONE, recording, Recorder.STOCK + alwaysOn));
        phases.add(new Phase(ALWAYS_ON, recording, alwaysOn));
      }
      if (scope != Scope.ALWAYS_ON) {
        phases.add(new Phase(FULL, recording, full));
      }
      if (all) {
        idle.attach(agent);
        phases.add(new Phase(JFR_ALONE, jfr, alwaysOn));
        phases.add(new Phase(IDLE, idle, OFF));
      }
      if (withGo) {
        phases.add(new Phase(GO_NOTHING, gopher, OFF));
        warmUp(phases.getLast(), WARM_UP);
        phases.add(new Phase(GO_TRACER, gopher, "trace"));
      }
      for (Phase phase : phases) {
        warmUp(phase, SETTLE_AFTER_CHANGE);
      }
      measure(phases, after);
    }
  }

  // In pieces, as it is measured: the commands between them deoptimise what requests share with
  // them, several times until that is compiled for both.
  private static void warmUp(Phase phase, int requests) throws IOException, InterruptedException {
    for (int i = 0; i < requests; i += WARM_UP_PIECE) {
      phase.server().mode(phase.mode());
      phase.server().measure(WARM_UP_PIECE);
      phase.server().mode(OFF);
    }
  }

  private void measure(List<Phase> phases, Samples samples)
      throws IOException, InterruptedException {
    samples.beginSet(phases.stream().map(Phase::configuration).toList());
    for (int round = 0; round < rounds; round++) {
      List<Phase> order = new ArrayList<>(phases);
      Collections.shuffle(order, random);
      for (Phase phase : order) {
        phase.server().mode(phase.mode());
        phase.server().load(SETTLE);
        samples.add(phase.configuration(), phase.server().measure(requests));
        phase.server().mode(OFF); // So that none works while another is measured.
      }
    }
  }

  private static List<String> java() {
    return List.of(
        MeasuredJvm.java(),
        "-Xmx256m",
        "-XX:+EnableDynamicAgentLoading", // Else the JVM remarks on it.
        "-Dsun.net.httpserver.idleInterval=3600", // Seconds: connections wait for others' phases.
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        OverheadServer.class.getName(),
        WORK_IN_JAVA);
  }

  private void write(Path results, int sets) throws IOException {
    String how =
        String.format(
            "%d sets of servers, %d rounds before and after the switch, %,d requests a phase.",
            sets, rounds, requests);
    Files.writeString(results, OverheadReport.of(before, after, how));
    String name = results.getFileName().toString().replaceFirst("\\.md$", "") + ".csv";
    Files.writeString(
        results.resolveSibling(name),
        Samples.CSV_HEADER + before.csv("before") + after.csv("after"));
  }
}
