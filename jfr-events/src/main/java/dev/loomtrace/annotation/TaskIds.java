package dev.loomtrace.annotation;

import java.util.concurrent.atomic.AtomicLong;

/** The ids of tasks. */
public final class TaskIds {
  /** Where those of the agent's own tasks begin, so that they are not those of the application. */
  private static final long OF_AGENT = 1_000_000_000_000L;

  private static final AtomicLong LAST = new AtomicLong();

  private TaskIds() {}

  /** The next one; positive. */
  public static long next() {
    return LAST.incrementAndGet();
  }

  /** This copy of the library is the agent's; before the first task. */
  public static void useThoseOfAgent() {
    LAST.compareAndSet(0, OF_AGENT);
  }
}
