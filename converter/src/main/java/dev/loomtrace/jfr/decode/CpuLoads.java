package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * CPU time from {@code jdk.ThreadCPULoad}: of each thread that has used a millisecond of it since
 * the last look at all threads, and of each that ends. The event does not say when that last look
 * was.
 */
final class CpuLoads {
  // All events of a look are committed within this.
  private static final long LOOK_PER_SECOND = 500;

  private record Load(long thread, long time, double share) {}

  private final PlatformThreads threads;
  private final Totals totals;
  private final List<Load> loads = new ArrayList<>();
  private final LongMap<Long> ends = new LongMap<>();
  // When a thread's time was counted last, or it began.
  private LongMap<Long> counted = new LongMap<>();
  private LongMap<Long> countedBefore = new LongMap<>();
  private double highest;
  private long look;
  private long lookTicks;

  CpuLoads(PlatformThreads threads, Totals totals) {
    this.threads = threads;
    this.totals = totals;
  }

  /** A chunk begins. */
  void begin(long ticksPerSecond) {
    lookTicks = ticksPerSecond / LOOK_PER_SECOND;
    countedBefore = counted;
    counted = new LongMap<>();
    loads.clear();
    ends.clear();
  }

  /** A thread began, which has used nothing until then. */
  void began(long thread, long time) {
    counted.put(thread, time);
  }

  /** A thread ended. */
  void ended(long thread, long time) {
    ends.put(thread, time);
  }

  /**
   * A thread's load.
   *
   * @param share of the time of all processors
   */
  void load(long thread, long time, double share) {
    loads.add(new Load(thread, time, share));
  }

  /** All events of the chunk have been handled. */
  void end() {
    loads.sort(Comparator.comparingLong(Load::time));
    for (Load load : loads) {
      highest = Math.max(highest, load.share);
    }
    // No thread is on more than one processor: of fewer than the machine has, if not all are the
    // JVM's.
    double processors = Math.min(totals.available(), highest > 0 ? 1 / highest : 1);
    for (Load load : loads) {
      Long before = counted.get(load.thread);
      if (before == null) {
        before = countedBefore.get(load.thread);
      }
      long since = before == null ? 0 : before;
      Long end = ends.get(load.thread);
      boolean last = end != null && end - load.time <= lookTicks;
      if (load.time - look > lookTicks) {
        since = Math.max(since, look);
      }
      if (since > 0) {
        long span = load.time - since;
        threads.used(load.thread, since, load.time, load.share * processors * span);
      }
      counted.put(load.thread, load.time);
      if (!last) {
        look = load.time;
      }
    }
  }
}
