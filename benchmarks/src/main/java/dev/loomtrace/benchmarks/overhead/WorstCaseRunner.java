package dev.loomtrace.benchmarks.overhead;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The JVM that is measured. It reads a command from each line and answers with one.
 *
 * <pre>
 * mode OFF-OR-SETTINGS   what is recorded from now on; answers ok
 * run CASE OPERATIONS    does it, answers with the CPU time of the process, in nanoseconds
 * </pre>
 */
public final class WorstCaseRunner {
  private WorstCaseRunner() {}

  /** Obeys until the input ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    Recorder recorder = new Recorder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 3);
      if (words[0].equals("mode")) {
        recorder.mode(words[1]);
        System.out.println("ok");
      } else {
        System.out.println(run(WorstCase.valueOf(words[1]), Integer.parseInt(words[2])));
      }
    }
  }

  private static long run(WorstCase worst, int operations) throws InterruptedException {
    long before = ProcessCpu.nanos();
    Thread.startVirtualThread(
            () -> {
              try {
                worst.run(operations);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            })
        .join();
    return ProcessCpu.nanos() - before;
  }
}
