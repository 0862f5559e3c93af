package dev.loomtrace.bridge.boot.jdk;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** CPU times of platform threads. Used where JFR rotates its chunks only. */
public final class CpuTimes {
  private static final ThreadMXBean THREADS = threads();

  private CpuTimes() {}

  private static ThreadMXBean threads() {
    try {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      return threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
          ? threads
          : null;
    } catch (LinkageError e) {
      return null; // A run time without java.management.
    }
  }

  /** Nanoseconds that the thread has used; -1: not known. */
  public static long of(Thread thread) {
    return THREADS == null ? -1 : THREADS.getThreadCpuTime(thread.threadId());
  }
}
