package dev.loomtrace.benchmarks.overhead;

import java.io.IOException;

/**
 * The JVM that is measured, by one of the {@link Commands}: {@code run CASE OPERATIONS} answers
 * with the CPU time of the process, in nanoseconds.
 */
public final class WorstCaseRunner {
  private WorstCaseRunner() {}

  /** Obeys until the input ends. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Commands.obey(
        () -> {},
        words -> Long.toString(run(WorstCase.valueOf(words[1]), Integer.parseInt(words[2]))));
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
