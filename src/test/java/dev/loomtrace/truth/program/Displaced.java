package dev.loomtrace.truth.program;

import dev.loomtrace.Task;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Computes on virtual threads, one after the other, beside processes that compute as well, and
 * prints of each task how much CPU time its carrier has used: {@code NAME WALL CPU}, in
 * nanoseconds. The arguments are how many processes there are, and how long a task is to last.
 */
public final class Displaced {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int TASKS = 3;
  private static volatile long sum;

  private Displaced() {}

  /** Runs. */
  public static void main(String[] arguments) throws Exception {
    long millis = Long.parseLong(arguments[1]);
    Thread.startVirtualThread(() -> spin(System.nanoTime())).join(); // There is a carrier now.
    List<Process> others = new ArrayList<>();
    for (int i = Integer.parseInt(arguments[0]); i > 0; i--) {
      others.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
    }
    try {
      for (int i = 0; i < TASKS; i++) {
        String name = "work" + i;
        Thread.ofVirtual().start(() -> Task.run(name, () -> work(name, millis))).join();
      }
    } finally {
      others.forEach(Process::destroyForcibly);
    }
  }

  private static void work(String name, long millis) {
    long cpu = carriers();
    long begin = System.nanoTime();
    spin(begin + TimeUnit.MILLISECONDS.toNanos(millis));
    System.out.println(name + " " + (System.nanoTime() - begin) + " " + (carriers() - cpu));
  }

  private static void spin(long until) {
    while (System.nanoTime() < until) {
      sum++;
    }
  }

  private static long carriers() {
    long all = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      all += thread.getName().startsWith("ForkJoinPool-1-") ? time(thread) : 0;
    }
    return all;
  }

  private static long time(Thread carrier) {
    return Math.max(0, THREADS.getThreadCpuTime(carrier.threadId()));
  }
}
