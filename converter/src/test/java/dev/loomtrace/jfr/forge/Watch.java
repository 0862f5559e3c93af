package dev.loomtrace.jfr.forge;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Watches a thread that works through inputs.
 *
 * @param worker the thread
 * @param number the input it is at
 */
record Watch(Thread worker, AtomicLong number) {
  private static final long MAX_CPU_NANOS = Duration.ofSeconds(5).toNanos();
  private static final Duration LOOK = Duration.ofMillis(100);

  /** Waits for its end; what it does instead if one input takes too long on a processor. */
  String untilEnd() throws InterruptedException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long at = -1;
    long since = 0;
    while (!worker.join(LOOK)) {
      long cpu = threads.getThreadCpuTime(worker.threadId());
      if (number.get() != at) {
        at = number.get();
        since = cpu;
      } else if (cpu - since > MAX_CPU_NANOS) {
        String where = Arrays.stream(worker.getStackTrace()).limit(12).toList().toString();
        return "more than 5 s on a processor, at " + where;
      }
    }
    return null;
  }
}
