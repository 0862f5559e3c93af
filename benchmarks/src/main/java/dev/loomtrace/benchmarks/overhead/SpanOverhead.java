package dev.loomtrace.benchmarks.overhead;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What it costs that spans of OpenTelemetry are tasks: CPU time per request of an HTTP server that
 * has the agent and records all the time, with spans as tasks and without, in turn in one JVM; and
 * what a span costs by itself.
 */
public final class SpanOverhead {
  private static final int MICRO_ROUNDS = 40;
  private static final int WARM_UP = 60_000; // Requests.
  private static final int PIECE = 2_500; // Of the warm-up, between two switches.
  private static final int SETTLE = 500; // After a switch: what it deoptimised is compiled again.
  private static final String WORK = "160"; // As Overhead has it.

  private record Phase(String configuration, String path, String mode) {}

  private static final List<Phase> PHASES =
      List.of(
          new Phase("1 span", "/work/1", SpanServer.SPANS),
          new Phase("1 span as task", "/work/1", SpanServer.TASKS),
          new Phase("3 spans", "/work/3", SpanServer.SPANS),
          new Phase("3 spans as tasks", "/work/3", SpanServer.TASKS));

  private final Samples samples = new Samples();
  private final Random random = new Random(1);

  private SpanOverhead() {}

  /**
   * Runs the benchmark.
   *
   * @param args agent's jar, settings, sets (each of a new JVM; 0: only a span by itself), rounds
   *     of each set, requests of each phase, file for the results
   */
  public static void main(String[] args) throws Exception {
    String loadBefore = Machine.load();
    int sets = Integer.parseInt(args[2]);
    int rounds = Integer.parseInt(args[3]);
    int requests = Integer.parseInt(args[4]);
    String alone = SpanCost.measure(MICRO_ROUNDS);
    SpanOverhead overhead = new SpanOverhead();
    for (int set = 1; set <= sets; set++) {
      overhead.measureSet(java(args[0], args[1]), rounds, requests);
      System.err.println("set " + set + " of " + sets + " done");
    }
    String how =
        String.format(
            "Load %s at the beginning, %s at the end. %d sets, %d rounds each, %,d requests a"
                + " phase.",
            loadBefore, Machine.load(), sets, rounds, requests);
    Files.writeString(Path.of(args[5]), overhead.report(how, alone));
  }

  private void measureSet(List<String> java, int rounds, int requests)
      throws IOException, InterruptedException {
    try (ServerProcess server = new ServerProcess(java)) {
      for (int i = 0; i < WARM_UP; i += PIECE * PHASES.size()) {
        for (Phase phase : PHASES) {
          server.mode(phase.mode());
          server.measure(phase.path(), PIECE);
        }
      }
      samples.beginSet(PHASES.stream().map(Phase::configuration).toList());
      List<Phase> order = new ArrayList<>(PHASES);
      for (int round = 0; round < rounds; round++) {
        Collections.shuffle(order, random);
        for (Phase phase : order) {
          server.mode(phase.mode());
          server.load(phase.path(), SETTLE);
          samples.add(phase.configuration(), server.measure(phase.path(), requests));
        }
      }
    }
  }

  private static List<String> java(String agent, String settings) {
    return List.of(
        MeasuredJvm.java(),
        "-Xmx256m",
        "-javaagent:" + agent,
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        SpanServer.class.getName(),
        WORK,
        settings);
  }

  private String report(String how, String alone) throws IOException {
    StringBuilder out = new StringBuilder("# What spans as tasks cost\n\n");
    out.append(Machine.describe()).append('\n').append(how).append('\n');
    if (samples.has(PHASES.getFirst().configuration())) {
      out.append(ofServer());
    }
    out.append("\n## A span by itself\n\nOn one thread, with nothing in it: ten attributes, of ");
    out.append("which five are recorded, and current on the thread. ");
    out.append("In the server each request has a virtual thread of its own, which has to be made ");
    out.append("known to all of this first.\n\n").append(alone);
    return out.toString();
  }

  private String ofServer() {
    StringBuilder out = new StringBuilder();
    out.append("\nAn HTTP server on virtual threads, with the agent, recording always-on. ");
    out.append("Each request has spans of OpenTelemetry's SDK, all sampled, exported nowhere:\n");
    out.append(
        "that of the server, or that and two children. In turn in one JVM, round by round, ");
    out.append("in an order drawn anew, tasks are recorded or are not.\n");
    out.append("\nMore CPU per request, in percent:\n\n");
    out.append("| what | over | more | at most |\n|---|---|---|---|\n");
    out.append(percent("1 span as task", "1 span"));
    out.append(percent("3 spans as tasks", "3 spans"));
    out.append("\nThe same in nanoseconds:\n\n| what | over | more |\n|---|---|---|\n");
    out.append(samples.more("1 span as task", "1 span", 1, "ns"));
    out.append(samples.more("3 spans as tasks", "3 spans", 1, "ns"));
    out.append("\nRequests per second of processor time:\n\n");
    out.append(samples.perSecond());
    return out.toString();
  }

  private String percent(String of, String over) {
    Effect percent = set -> 100 * Effect.inTurn(of, over).in(set);
    List<MeasuredSet> sets =
        samples.sets().stream().map(rounds -> new MeasuredSet(rounds, rounds)).toList();
    return String.format(
        "| %s | %s | %s |%n",
        of, over, percent.estimate(sets).text("%+.2f %% (95 %%: %+.2f to %+.2f) | %+.2f %%"));
  }
}
