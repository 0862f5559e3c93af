package dev.loomtrace.bridge.boot;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What is known of threads that wait: one entry for each, of a cache line, that belongs to the
 * thread until it frees it. Nobody can take it away, so what it says is true.
 *
 * <p>Open addressing by thread id with few probes. When no place is free the entry is lost (only
 * details are: who woke the thread, and what its status says), which is counted and noticed by
 * {@link #grow}, called where allocation does no harm.
 *
 * <p>A handle is a table's number and an index in it; negative: none.
 */
final class WaitTable {
  static final long NONE = -1;

  // Layout of an entry.
  private static final int KEY = 0;
  private static final int SINCE = 1;
  private static final int WAKE_TIME = 2;
  private static final int WAKER = 3;
  private static final int INFO = 4;
  private static final int CARRIER = 5;
  private static final int WIDTH = 8;

  private static final int PROBES = 4;
  private static final int FIRST_CAPACITY = 1 << 14;
  private static final int MAX_TABLES = 4;
  private static final int GROWTH = 8;
  private static final int TABLE_SHIFT = 40;
  private static final long INDEX_MASK = (1L << TABLE_SHIFT) - 1;
  private static final int REASON_BITS = 8;
  private static final int HELD = 1 << 16;

  private static final AtomicLongArray[] TABLES = new AtomicLongArray[MAX_TABLES];
  private static volatile int tables = 1;
  private static final AtomicLong LOST = new AtomicLong();
  private static long lostWhenGrown;

  static {
    TABLES[0] = new AtomicLongArray(FIRST_CAPACITY * WIDTH);
  }

  private WaitTable() {}

  /** The thread's entry, made if need be; {@link #NONE} if there is no place. */
  static long claim(long thread) {
    int count = tables;
    for (int t = 0; t < count; t++) {
      AtomicLongArray table = TABLES[t];
      int mask = table.length() / WIDTH - 1;
      int free = -1;
      for (int p = 0; p < PROBES; p++) {
        int i = (((int) thread + p) & mask) * WIDTH;
        long key = table.get(i + KEY);
        if (key == thread) {
          return handle(t, i);
        }
        if (key == 0 && free < 0) {
          free = i;
        }
      }
      // Only the thread itself, or its carrier, claims for it: nobody else can have made its entry.
      while (free >= 0) {
        if (table.compareAndSet(free + KEY, 0, thread)) {
          return handle(t, free);
        }
        free = free(table, mask, thread);
      }
    }
    LOST.getAndIncrement();
    return NONE;
  }

  private static int free(AtomicLongArray table, int mask, long thread) {
    for (int p = 0; p < PROBES; p++) {
      int i = (((int) thread + p) & mask) * WIDTH;
      if (table.get(i + KEY) == 0) {
        return i;
      }
    }
    return -1;
  }

  /** The thread's entry; {@link #NONE} if it has none. */
  static long find(long thread) {
    int count = tables;
    for (int t = 0; t < count; t++) {
      AtomicLongArray table = TABLES[t];
      int mask = table.length() / WIDTH - 1;
      for (int p = 0; p < PROBES; p++) {
        int i = (((int) thread + p) & mask) * WIDTH;
        if (table.get(i + KEY) == thread) {
          return handle(t, i);
        }
      }
    }
    return NONE;
  }

  /** Notes that the thread waits. */
  static void begin(long handle, int state, long since, long carrier) {
    AtomicLongArray table = TABLES[(int) (handle >>> TABLE_SHIFT)];
    int i = (int) (handle & INDEX_MASK);
    long reason = table.get(i + INFO) & (HELD | ((1 << REASON_BITS) - 1));
    table.set(i + WAKE_TIME, 0);
    table.set(i + WAKER, 0);
    table.set(i + CARRIER, carrier);
    table.set(i + SINCE, since);
    table.set(i + INFO, reason | ((long) state << REASON_BITS));
  }

  /** Gives the reason of the waits until {@link #release}. */
  static void hold(long handle, int reason) {
    TABLES[(int) (handle >>> TABLE_SHIFT)].set((int) (handle & INDEX_MASK) + INFO, HELD | reason);
  }

  /** Notes who ended the wait, unless somebody did before. */
  static void wake(long handle, long thread, long time, long waker) {
    AtomicLongArray table = TABLES[(int) (handle >>> TABLE_SHIFT)];
    int i = (int) (handle & INDEX_MASK);
    if (table.get(i + SINCE) == 0 || !table.compareAndSet(i + WAKE_TIME, 0, time)) {
      return;
    }
    table.set(i + WAKER, waker);
    if (table.get(i + KEY) != thread) {
      // It was woken by another and its place is another's now.
      table.compareAndSet(i + WAKER, waker, 0);
      table.compareAndSet(i + WAKE_TIME, time, 0);
    }
  }

  /** Notes that the wait is over; the entry stays if its reason is held. */
  static void end(long handle) {
    AtomicLongArray table = TABLES[(int) (handle >>> TABLE_SHIFT)];
    int i = (int) (handle & INDEX_MASK);
    long info = table.get(i + INFO);
    if ((info & HELD) == 0) {
      clear(table, i);
    } else {
      table.set(i + SINCE, 0);
      table.set(i + INFO, info & (HELD | ((1 << REASON_BITS) - 1)));
    }
  }

  /** Gives up the entry whose reason was held. */
  static void release(long handle) {
    clear(TABLES[(int) (handle >>> TABLE_SHIFT)], (int) (handle & INDEX_MASK));
  }

  private static void clear(AtomicLongArray table, int i) {
    table.set(i + SINCE, 0);
    table.set(i + INFO, 0);
    table.set(i + WAKE_TIME, 0);
    table.set(i + WAKER, 0);
    table.set(i + KEY, 0);
  }

  /** Ticks since when the thread waits; 0 if it does not. */
  static long since(long handle) {
    return field(handle, SINCE);
  }

  /** Ticks at which it was woken; 0: not yet. */
  static long wakeTime(long handle) {
    return field(handle, WAKE_TIME);
  }

  /** Who woke it; 0: unknown. */
  static long waker(long handle) {
    return field(handle, WAKER);
  }

  /** Carrier it was on. */
  static long carrier(long handle) {
    return field(handle, CARRIER);
  }

  /** Its state code. */
  static int state(long handle) {
    return (int) (field(handle, INFO) >>> REASON_BITS) & 0xff;
  }

  /** Its reason code, if one was given; 0: none. */
  static int reason(long handle) {
    return (int) field(handle, INFO) & ((1 << REASON_BITS) - 1);
  }

  /** Whether the reason is held. */
  static boolean isHeld(long handle) {
    return (field(handle, INFO) & HELD) != 0;
  }

  /** Entries that found no place. */
  static long lost() {
    return LOST.get();
  }

  /** Makes a further table if entries were lost since it was last asked; by one thread only. */
  static void grow() {
    long lost = LOST.get();
    int count = tables;
    if (lost != lostWhenGrown && count < MAX_TABLES) {
      TABLES[count] = new AtomicLongArray(TABLES[count - 1].length() * GROWTH);
      tables = count + 1;
    }
    lostWhenGrown = lost;
  }

  private static long field(long handle, int field) {
    return TABLES[(int) (handle >>> TABLE_SHIFT)].get((int) (handle & INDEX_MASK) + field);
  }

  private static long handle(int table, int index) {
    return ((long) table << TABLE_SHIFT) | index;
  }
}
