package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.TraceState;
import java.util.HashSet;
import java.util.Set;

/** Counts threads that have nothing to do. */
final class IdleTally {
  // Later ones are not counted any more.
  private static final int MAX_POOLS = 10_000;

  private final LongMap<Boolean> threads = new LongMap<>();
  private final Set<String> pools = new HashSet<>();
  private final Set<String> openPools = new HashSet<>();
  private long waits;
  private long total;
  private long longest;
  private long openThreads;
  private long openTotal;

  /** A thread has waited for work for so many nanoseconds. */
  void waited(TraceState.Goroutine thread, long duration) {
    waits++;
    total += duration;
    longest = Math.max(longest, duration);
    note(thread);
  }

  /** A thread waits for work when the trace ends, for so many nanoseconds by then. */
  void waits(TraceState.Goroutine thread, long duration) {
    openThreads++;
    openTotal += duration;
    add(openPools, thread.name());
    note(thread);
  }

  private void note(TraceState.Goroutine thread) {
    if (threads.get(thread.id()) == null) {
      threads.put(thread.id(), Boolean.TRUE);
      add(pools, thread.name());
    }
  }

  private static void add(Set<String> names, String name) {
    if (names.size() < MAX_POOLS) {
      names.add(name);
    }
  }

  /** What it adds up to. */
  IdleThreads result() {
    return new IdleThreads(
        threads.size(),
        pools.size(),
        waits,
        total,
        longest,
        openThreads,
        openPools.size(),
        openTotal);
  }
}
