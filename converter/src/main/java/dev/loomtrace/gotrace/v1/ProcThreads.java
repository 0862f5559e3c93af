package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.LongIndex;
import dev.loomtrace.trace.Context;
import java.util.Arrays;

/** Which thread holds a P. */
final class ProcThreads {
  private final LongIndex procs = new LongIndex();
  private long[] threads = new long[16];
  private boolean[] held = new boolean[16];

  /**
   * A thread takes a P.
   *
   * @return whether one had taken it before
   */
  boolean take(int proc, long thread) {
    boolean known = procs.get(proc) != LongIndex.ABSENT;
    int number = procs.put(proc);
    if (number == threads.length) {
      threads = Arrays.copyOf(threads, number * 2);
      held = Arrays.copyOf(held, number * 2);
    }
    threads[number] = thread;
    held[number] = true;
    return known;
  }

  /** The P's thread leaves it. */
  void leave(int proc) {
    int number = procs.get(proc);
    if (number != LongIndex.ABSENT) {
      held[number] = false;
    }
  }

  /** The P's thread, or {@link Context#NO_THREAD}. */
  long of(int proc) {
    return orElse(proc, Context.NO_THREAD);
  }

  /** The P's thread, or {@code other} if none holds it. */
  long orElse(int proc, long other) {
    int number = procs.get(proc);
    return number != LongIndex.ABSENT && held[number] ? threads[number] : other;
  }
}
