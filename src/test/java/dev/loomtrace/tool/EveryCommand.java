package dev.loomtrace.tool;

import com.sun.management.ThreadMXBean;
import dev.loomtrace.jfr.forge.Amplifier;
import dev.loomtrace.jfr.forge.Harm;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;

/** Runs every command that reads, in this process, over an input that may be anything. */
final class EveryCommand {
  /** The commands, as they are written behind {@code loomtrace}. */
  static final List<String> LINES =
      List.of(
          "summary -",
          "summary --json -",
          "summary --events -",
          "tasks -",
          "tasks --json -",
          "tasks --top 100000 -",
          "threads -",
          "regions -",
          "regions --json --top 100000 -",
          "mmu --count stw,background,assist,sweep -",
          "mmu --json --per-proc --count sweep -",
          "pprof -",
          "pprof --task-id 1 -",
          "pprof --type offwake --folded -",
          "pprof --type offwake --html -",
          "threads --json --top 100000 -",
          "why -",
          "why --json -",
          "why --slowest-thread -",
          "why --json --group main -",
          "why --thread 1 -",
          "why --json --trace-id 1 -",
          "why --span-id 1 --trace-url {traceId} -",
          "path -",
          "path --json --tail -",
          "carriers -",
          "carriers --json -",
          "print -",
          "print -d json -",
          "print -d wire -",
          "validate -",
          "validate -v -",
          "validate --json -",
          "convert - -",
          "convert --to perfetto - -");

  /** Those that keep most of what a trace tells of. */
  private static final List<String> THAT_KEEP =
      List.of("tasks -", "threads -", "why -", "path -", "convert --to perfetto - -");

  private EveryCommand() {}

  /** Throws if a command does anything but succeed, or fail with a line for people. */
  static void run(String line, byte[] input) {
    CommandRun run = CommandRun.over(input, (Object[]) line.split(" ", -1));
    boolean clean =
        run.code() == 0
            // A trace that is not valid: its faults are what was asked for.
            || (run.code() == 1 && line.startsWith("validate") && run.err().isEmpty())
            || (run.code() == 1
                && run.err().startsWith("loomtrace: ")
                && !run.err().contains("a bug in Loomtrace itself")
                && !run.err().contains("out of memory"));
    if (!clean) {
      throw new IllegalStateException(line + ": exit code " + run.code() + ", " + run.err());
    }
  }

  /**
   * Runs them over all files that ask for much, some over the Go traces that these become, and ends
   * with exit code 1 at the first that does harm. To be started with a heap of the size that files
   * of this size may cost.
   *
   * @param arguments the files' size in bytes, then names of {@link Amplifier} to run, or none: all
   */
  public static void main(String[] arguments) {
    int bytes = Integer.parseInt(arguments[0]);
    List<String> names = List.of(arguments).subList(1, arguments.length);
    for (Amplifier amplifier : Amplifier.values()) {
      if (names.isEmpty() || names.contains(amplifier.name())) {
        byte[] recording = amplifier.ofBytes(bytes);
        runAll(LINES, amplifier.name(), recording);
        int asGo = converted(recording).length;
        if (asGo > 0) {
          // A Go trace of this size may cost this heap.
          long fitting = (long) bytes * recording.length / Math.max(recording.length, asGo);
          byte[] trace = converted(amplifier.ofBytes((int) fitting));
          runAll(THAT_KEEP, amplifier + " as a Go trace", trace);
        }
      }
    }
    System.exit(0); // Whatever threads there are.
  }

  private static byte[] converted(byte[] recording) {
    return CommandRun.withInput(recording, "convert", "--to", "go", "-", "-").bytes();
  }

  private static void runAll(List<String> lines, String name, byte[] input) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (String line : lines) {
      long[] nanos = {0};
      Harm harm =
          new Harm(
              in -> {
                run(line, in);
                nanos[0] = threads.getCurrentThreadCpuTime();
              });
      Optional<String> done = harm.of(input);
      System.out.println(
          name
              + " of "
              + input.length
              + " bytes: "
              + line
              + done.map(what -> ": " + what).orElse(", " + nanos[0] / 1_000_000 + " ms"));
      if (done.isPresent()) {
        System.exit(1); // What was given up still runs, and would spoil the rest.
      }
    }
  }
}
