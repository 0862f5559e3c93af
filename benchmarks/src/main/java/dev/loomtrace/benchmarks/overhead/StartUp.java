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

/** How much later a program ends that does nothing, with agents and recordings. */
public final class StartUp {
  /** The program. */
  public static final class Nothing {
    private Nothing() {}

    /** Does nothing. */
    public static void main(String[] args) {}
  }

  private StartUp() {}

  /**
   * Runs the benchmark.
   *
   * @param args agent's jar, settings (always on), rounds, file for the results
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path empty = EmptyAgent.jar();
    String recording = "-XX:StartFlightRecording:settings=" + args[1];
    String agent = "-javaagent:" + args[0];
    Map<String, List<String>> configurations = new LinkedHashMap<>();
    configurations.put("nothing", List.of());
    configurations.put("empty agent", List.of("-javaagent:" + empty));
    configurations.put(
        "empty Byte Buddy agent", List.of("-javaagent:" + empty + "=" + EmptyAgent.BYTE_BUDDY));
    configurations.put("agent", List.of(agent));
    configurations.put("JFR alone", List.of(recording, "-Xlog:jfr+startup=error"));
    configurations.put("agent and JFR", List.of(agent, recording, "-Xlog:jfr+startup=error"));
    Samples samples = new Samples();
    samples.beginSet(new ArrayList<>(configurations.keySet()));
    Random random = new Random(1);
    for (int round = 0; round < Integer.parseInt(args[2]); round++) {
      List<String> order = new ArrayList<>(configurations.keySet());
      Collections.shuffle(order, random);
      for (String configuration : order) {
        samples.add(configuration, run(configurations.get(configuration)));
      }
    }
    Files.writeString(Path.of(args[3]), report(samples));
  }

  private static double run(List<String> options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(MeasuredJvm.java()));
    command.addAll(options);
    command.add("--sun-misc-unsafe-memory-access=allow"); // Else Byte Buddy's use is remarked on.
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Nothing.class.getName()));
    long start = System.nanoTime();
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException("status " + status + " of " + command);
    }
    return System.nanoTime() - start;
  }

  private static String report(Samples samples) throws IOException {
    StringBuilder out = new StringBuilder("# What the agent costs at start\n\n");
    out.append(Machine.describe()).append('\n');
    out.append("From the start of a JVM to its end, of a program that does nothing, in");
    out.append(" milliseconds:\n\n").append(samples.spread(1e6));
    out.append("\nMore, compared round by round:\n\n| what | over | more |\n|---|---|---|\n");
    out.append(samples.more("agent", "empty Byte Buddy agent", 1e6, "ms"));
    out.append(samples.more("agent", "nothing", 1e6, "ms"));
    out.append(samples.more("agent and JFR", "JFR alone", 1e6, "ms"));
    out.append(samples.more("JFR alone", "nothing", 1e6, "ms"));
    return out.toString();
  }
}
