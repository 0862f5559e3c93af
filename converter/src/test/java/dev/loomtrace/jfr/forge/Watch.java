package dev.loomtrace.jfr.forge;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
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
  private static final long IDLE_NANOS = 1_000_000;
  private static final int MAX_IDLE_LOOKS = 600;

  /** Waits for its end; what it does instead if one input takes too long on a processor. */
  String untilEnd() throws InterruptedException {
    // Of the whole process: the reader works in a thread of its own.
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long idle = 0;
    long before = 0;
    long at = -1;
    long since = 0;
    while (!worker.join(LOOK)) {
      long cpu = process.getProcessCpuTime();
      if (number.get() != at) {
        at = number.get();
        since = cpu;
        idle = 0;
      } else if (cpu - since > MAX_CPU_NANOS) {
        String where = Arrays.stream(worker.getStackTrace()).limit(12).toList().toString();
        return "more than 5 s on a processor, at " + where;
      } else if (cpu - before < IDLE_NANOS && ++idle > MAX_IDLE_LOOKS) {
        return "waits forever, at " + Arrays.toString(worker.getStackTrace());
      }
      before = cpu;
    }
    return null;
  }
}
