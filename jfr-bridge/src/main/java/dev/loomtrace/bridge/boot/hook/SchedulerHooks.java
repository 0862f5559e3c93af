package dev.loomtrace.bridge.boot.hook;

import dev.loomtrace.bridge.boot.event.SchedulerEvent;
import dev.loomtrace.bridge.boot.jdk.Internals;
import dev.loomtrace.bridge.boot.table.Losses;
import dev.loomtrace.bridge.boot.table.ThreadTable;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;

/** Says how many carriers there are: when the scheduler is first seen, and when that changes. */
public final class SchedulerHooks {
  private static volatile boolean seen;

  private SchedulerHooks() {}

  /**
   * Calls the hook that runs where nothing may be resolved or initialised. No event comes of it,
   * even if a recording is on already.
   */
  public static void warmUp() {
    threadStarts(Thread.currentThread());
  }

  /**
   * A virtual thread runs for the first time. With the first one there is a scheduler, which no
   * earlier chunk border could record.
   */
  static void threadStarts(Thread carrier) {
    if (!seen && Internals.INSTANCE.isCarrier(carrier)) {
      seen = true;
      if (SchedulerEvent.enabled()) {
        write(((ForkJoinWorkerThread) carrier).getPool());
      }
    }
  }

  /** The number of carriers was set, by the current thread. */
  public static void parallelismSet() {
    if (SchedulerEvent.enabled()) {
      write();
    }
  }

  public static void write() {
    try {
      write(Internals.INSTANCE.scheduler());
    } catch (Throwable t) {
      Losses.suppressedByReflection(t);
    }
  }

  private static void write(ForkJoinPool scheduler) {
    int parallelism;
    long now;
    do { // Else somebody sets it meanwhile, and this one would seem to be the later.
      parallelism = parallelism(scheduler);
      now = SchedulerEvent.timestamp();
    } while (parallelism != parallelism(scheduler));
    SchedulerEvent.commit(
        /* start= */ now,
        /* duration= */ 0,
        parallelism,
        /* maxPoolSize= */ Internals.INSTANCE.maxPoolSize(parallelism),
        /* detailsLost= */ ThreadTable.lost(),
        /* errorsSuppressed= */ Losses.errors(),
        /* eventsLost= */ Losses.exhausted());
  }

  private static int parallelism(ForkJoinPool scheduler) {
    return scheduler == null ? 0 : scheduler.getParallelism();
  }
}
