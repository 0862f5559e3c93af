package dev.loomtrace.bridge.boot.trigger;

import static dev.loomtrace.event.EventNames.STATE_PINNED;

import dev.loomtrace.bridge.boot.jdk.Internals;
import dev.loomtrace.bridge.boot.jdk.Ticks;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The limits of one flight recorder, and room for some waits that were too long. Hooks note what
 * they find there, without waiting; when there is no room they only count.
 */
public final class Inbox {
  private static final int ROOM = 64;
  private static final long NANOS_BETWEEN_LOOKS = 50_000_000;

  private static final int NOT_WATCHED = 0;
  private static final int RUNNABLE = 1;
  private static final int PINNED = 2;
  private static final int BLOCKED = 3;
  private static final int CARRIERS_BUSY = 4;

  // By rule.
  private final int[] kinds;
  private final long[] ticks;
  private final long[] nanos;
  private final int[] reasons;
  private final String[][] classes;

  private final AtomicReferenceArray<Object[]> noted = new AtomicReferenceArray<>(ROOM);
  private final AtomicLong count = new AtomicLong(); // Of what is in there, or about to be.
  private final AtomicLong lost = new AtomicLong();

  // Of the one thread that takes.
  private long nextLook = System.nanoTime();
  private long busySince;
  private boolean busy;
  private final long[] nextBusy;

  Inbox(String[] kinds, long[] nanos, int[] reasons, String[][] classes) {
    this.kinds = new int[kinds.length];
    this.ticks = new long[kinds.length];
    this.nanos = nanos;
    this.reasons = reasons;
    this.classes = classes;
    this.nextBusy = nanos.clone();
    for (int i = 0; i < kinds.length; i++) {
      this.kinds[i] = code(kinds[i]);
      this.ticks[i] = Ticks.limit(nanos[i]);
    }
  }

  private static int code(String kind) {
    return switch (kind) {
      case "runnable" -> RUNNABLE;
      case "pinned" -> PINNED;
      case "blocked" -> BLOCKED;
      case "carriers-busy" -> CARRIERS_BUSY;
      default -> NOT_WATCHED;
    };
  }

  /** Ticks of the shortest limit of a wait. */
  long least() {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < kinds.length; i++) {
      if (kinds[i] != NOT_WATCHED && kinds[i] != CARRIERS_BUSY) {
        least = Math.min(least, ticks[i]);
      }
    }
    return least;
  }

  // By hooks.

  void waited(long thread, int state, int reason, Class<?> blocker, long blocked, long runnable) {
    for (int i = 0; i < kinds.length; i++) {
      int kind = kinds[i];
      if (kind == RUNNABLE && runnable > ticks[i]) {
        note(i, thread, null, Ticks.nanos(runnable));
      } else if (kind == PINNED && state == STATE_PINNED && blocked + runnable > ticks[i]) {
        note(i, thread, name(blocker), Ticks.nanos(blocked + runnable));
      } else if (kind == BLOCKED
          && reason == reasons[i]
          && blocked > ticks[i]
          && isOneOf(blocker, classes[i])) {
        note(i, thread, name(blocker), Ticks.nanos(blocked));
      }
    }
  }

  private static String name(Class<?> type) {
    return type == null ? null : type.getName();
  }

  private static boolean isOneOf(Class<?> type, String[] beginnings) {
    if (beginnings.length == 0) {
      return true;
    }
    if (type == null) {
      return false;
    }
    String name = type.getName();
    for (String beginning : beginnings) {
      int length = beginning.length();
      if (name.startsWith(beginning) && (name.length() == length || name.charAt(length) == '$')) {
        return true;
      }
    }
    return false;
  }

  private void note(int rule, long thread, String name, long lasted) {
    if (count.getAndIncrement() < ROOM) {
      Object[] what = {rule, thread, name, lasted, lost.get()};
      for (int i = 0; i < ROOM; i++) {
        if (noted.compareAndSet(i, null, what)) {
          return;
        }
      }
    }
    count.getAndDecrement();
    lost.getAndIncrement();
  }

  // By the thread that takes.

  /** See {@link WaitPort#take}. */
  Object[] take() {
    long now = System.nanoTime();
    if (now - nextLook >= 0) {
      nextLook = now + NANOS_BETWEEN_LOOKS;
      lookAtCarriers(now);
    }
    for (int i = 0; i < ROOM && count.get() > 0; i++) {
      Object[] what = noted.getAndSet(i, null);
      if (what != null) {
        count.getAndDecrement();
        what[what.length - 1] = lost.getAndSet(0);
        return what;
      }
    }
    return null;
  }

  private void lookAtCarriers(long now) {
    boolean watched = false;
    for (int kind : kinds) {
      watched |= kind == CARRIERS_BUSY;
    }
    ForkJoinPool scheduler = watched ? scheduler() : null;
    long waiting = scheduler == null ? 0 : waiting(scheduler);
    if (waiting == 0) {
      busy = false;
      return;
    }
    if (!busy) {
      busy = true;
      busySince = now;
      System.arraycopy(nanos, 0, nextBusy, 0, nanos.length);
    }
    long lasted = now - busySince;
    for (int i = 0; i < kinds.length; i++) {
      if (kinds[i] == CARRIERS_BUSY && lasted > nextBusy[i]) {
        nextBusy[i] = lasted + nanos[i]; // If it goes on it is told again, but not at each look.
        note(i, 0, waiting + " virtual threads wait", lasted);
      }
    }
  }

  private static ForkJoinPool scheduler() {
    try {
      return Internals.INSTANCE.scheduler();
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }

  /** How many threads wait for a carrier while none is free; 0: one is, or none waits. */
  private static long waiting(ForkJoinPool scheduler) {
    long queued = scheduler.getQueuedTaskCount() + scheduler.getQueuedSubmissionCount();
    return scheduler.getActiveThreadCount() < scheduler.getParallelism() ? 0 : queued;
  }
}
