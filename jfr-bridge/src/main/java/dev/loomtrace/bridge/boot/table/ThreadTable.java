package dev.loomtrace.bridge.boot.table;

import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What is known of the live threads: an entry of one cache line for each, from its first mount (or
 * first wait, always so of platform threads) under a recording to its end. Nobody else can take it
 * meanwhile, so what it says is about that thread.
 *
 * <p>Who writes what: the key and everything but the wake fields is written by the thread itself or
 * by the carrier that it has just left or is about to enter, never by two at once. The wake fields
 * are written by whoever makes the thread runnable.
 *
 * <p>Open addressing by thread id with a limited number of probes, in a handful of tables of which
 * each is larger than the one before. {@link TableGrower} adds one before the newest is half full.
 * When no place is free all the same (the heap has no room for a larger table, or threads start
 * faster than it grows), the thread goes without: then its waits have no waker and no reason beyond
 * their blocker's, which is counted. Starts and durations do not depend on this table.
 *
 * <p>A handle is a table's number and an index in it; negative: none.
 */
public final class ThreadTable {
  public static final long NONE = -1;

  // Layout of an entry.
  private static final int KEY = 0;
  private static final int INFO = 1; // state code, reason code, flags
  private static final int SINCE = 2;
  private static final int WAKE_TIME = 3;
  private static final int WAKER = 4; // kind of waking and thread id
  private static final int CARRIER = 5;
  private static final int TIMER = 6; // thread that runs the timer of the wait
  private static final int TIMEOUT = TIMER; // of a platform thread: no thread runs its timers
  private static final int START = 7; // first mount
  private static final int WIDTH = 8;

  // The elements of a long[] begin 16 octets into it, and large arrays on a cache line.
  private static final int PAD = 6;

  // In the padding, beside the array's length: how many probes any claim in this table has taken.
  // So it takes one look as a rule, not all, to find that a thread has no entry.
  private static final int REACH = 0;

  // Ids are given in order, so looking at an id's own place first, and its neighbour, makes live
  // threads lie side by side without collisions; but threads that stay alive lie side by side too
  // when the ids have come around, so the other places are spread. Sixteen probes in all left ten
  // of 1.2 million threads without a place on a machine so busy that the grower came late.
  private static final int NEAR_PROBES = 2;
  private static final int PROBES = 32;
  private static final long SPREAD = 0x9E3779B97F4A7C15L; // 2^64 / golden ratio
  private static final int FIRST_CAPACITY = 1 << 15;
  private static final int MAX_TABLES = 5;
  private static final int GROWTH = 4;
  private static final int SAMPLES = 32;

  // Early: on a busy machine the grower may have to wait for its turn while threads start.
  private static final int CROWDED = SAMPLES * 3 / 8;
  private static final int CLAIMS_PER_SAMPLE = 128;

  private static final int TABLE_SHIFT = 40;
  private static final long INDEX_MASK = (1L << TABLE_SHIFT) - 1;
  private static final int KIND_SHIFT = 56;
  private static final long ID_MASK = (1L << KIND_SHIFT) - 1;
  private static final int REASON_MASK = 0xff;
  private static final int STATE_SHIFT = 8;
  private static final int STATE_MASK = 0xff << STATE_SHIFT;
  private static final int ENDED = 1 << 16;
  private static final int FIRST_RUN = 1 << 17;

  private static final AtomicLongArray[] TABLES = new AtomicLongArray[MAX_TABLES];
  private static final AtomicLong LOST = new AtomicLong();
  private static volatile int tables = 1;

  /** False until the first claim, so that a JVM that never records does not search. */
  private static volatile boolean used;

  static {
    TABLES[0] = new AtomicLongArray(FIRST_CAPACITY * WIDTH + PAD);
  }

  private ThreadTable() {}

  // Entries.

  /** The thread's entry, made if need be; {@link #NONE} if there is no place. */
  public static long claim(long thread) {
    long handle = find(thread);
    return handle >= 0 ? handle : add(thread);
  }

  /** The same, where the thread has no entry as a rule. */
  public static long add(long thread) {
    used = true;
    int newest = tables - 1;
    if ((thread & (CLAIMS_PER_SAMPLE - 1)) == 0 && crowded(TABLES[newest], (int) thread)) {
      TableGrower.ask();
    }
    for (int t = newest; t >= 0; t--) {
      AtomicLongArray table = TABLES[t];
      for (int p = 0; p < PROBES; p++) {
        int i = index(table, thread, p);
        long key = table.getOpaque(i + KEY);
        if (key == thread) {
          return handle(t, i);
        }
        if (key == 0) {
          reach(table, p + 1); // First: any thread that can see the entry must search that far.
          if (table.compareAndSet(i + KEY, 0, thread)) {
            return handle(t, i);
          }
        }
      }
    }
    LOST.getAndIncrement();
    TableGrower.ask();
    return NONE;
  }

  private static void reach(AtomicLongArray table, long probes) {
    for (long reach = table.get(REACH); reach < probes; reach = table.get(REACH)) {
      table.compareAndSet(REACH, reach, probes);
    }
  }

  /** The thread's entry; {@link #NONE} if it has none. */
  public static long find(long thread) {
    if (used) {
      for (int t = tables - 1; t >= 0; t--) {
        AtomicLongArray table = TABLES[t];
        long reach = table.get(REACH);
        for (int p = 0; p < reach; p++) {
          int i = index(table, thread, p);
          if (table.get(i + KEY) == thread) {
            return handle(t, i);
          }
        }
      }
    }
    return NONE;
  }

  /** Gives up the entry: the thread has ended. */
  public static void free(long handle) {
    AtomicLongArray table = table(handle);
    int i = index(handle);
    for (int field = KEY + 1; field < WIDTH; field++) {
      table.setOpaque(i + field, 0);
    }
    table.setRelease(i + KEY, 0);
  }

  // Runs and waits: by the thread itself or its carrier.

  /** Notes that the thread runs for the first time. */
  public static void start(long handle, long time, long carrier) {
    AtomicLongArray table = table(handle);
    int i = index(handle);
    table.setOpaque(i + START, time);
    table.setOpaque(i + CARRIER, carrier);
    setInfo(table, i, ~FIRST_RUN, FIRST_RUN);
  }

  /** A park is about to check for a permit: whoever gives one from now on is the waker. */
  public static void arm(long handle) {
    AtomicLongArray table = table(handle);
    int i = index(handle);
    if (table.getOpaque(i + WAKER) != 0 || table.getOpaque(i + WAKE_TIME) != 0) {
      table.setOpaque(i + WAKE_TIME, 0);
      // Volatile: must not be delayed past the check for the permit.
      table.set(i + WAKER, 0);
    }
  }

  /** Forgets who gave a permit before: what comes is no park. */
  public static void disarm(long handle) {
    AtomicLongArray table = table(handle);
    int i = index(handle);
    table.setOpaque(i + WAKE_TIME, 0);
    table.setRelease(i + WAKER, 0);
  }

  /** Notes that the thread has waited. */
  public static void endFirstRun(long handle) {
    setInfo(table(handle), index(handle), ~FIRST_RUN, 0);
  }

  /** Notes that the thread waits or, as its state says, has yielded: its first run is over. */
  public static void begin(long handle, int state, long since, long carrier) {
    AtomicLongArray table = table(handle);
    int i = index(handle);
    table.setOpaque(i + CARRIER, carrier);
    setInfo(table, i, ~(STATE_MASK | FIRST_RUN), state << STATE_SHIFT);
    table.setRelease(i + SINCE, since); // Last: a thread that sees it sees the rest.
  }

  /**
   * Notes that a platform thread is about to wait, if it finds no permit: whoever gives one from
   * now on is its waker.
   *
   * @param reason what it waits for, if that is known already; 0: not yet
   * @param timeout nanoseconds that it waits at most; 0: no limit
   */
  public static void beginOfPlatform(long handle, int state, int reason, long timeout, long since) {
    AtomicLongArray table = table(handle);
    int i = index(handle);
    table.setOpaque(i + WAKE_TIME, 0);
    table.setOpaque(i + WAKER, 0);
    table.setOpaque(i + TIMEOUT, timeout);
    table.setRelease(i + INFO, state << STATE_SHIFT | reason);
    // Volatile: must not be delayed past the check for the permit.
    table.set(i + SINCE, since);
  }

  /** Nanoseconds that the wait of a platform thread lasts at most; 0: no limit. */
  public static long timeout(long handle) {
    return table(handle).getOpaque(index(handle) + TIMEOUT);
  }

  /**
   * Notes that the wait, or what a yield led to, is over.
   *
   * @param woken false if nobody had to wake it: it has only yielded, or it did not come to waiting
   *     and goes on in another way. Who wakes the thread from its next wait, or from that, may have
   *     been noted already
   */
  public static void end(long handle, boolean woken) {
    AtomicLongArray table = table(handle);
    int i = index(handle);
    table.setOpaque(i + SINCE, 0);
    VarHandle.storeStoreFence(); // Who looks again sees that the rest may be gone.
    setInfo(table, i, ~STATE_MASK, 0);
    if (woken) {
      if (table.getOpaque(i + TIMER) != 0) {
        table.setOpaque(i + TIMER, 0);
      }
      table.setOpaque(i + WAKE_TIME, 0);
      table.setOpaque(i + WAKER, 0);
    }
  }

  /** Gives the reason of the thread's waits from now on; 0: none. */
  public static void setReason(long handle, int reason) {
    setInfo(table(handle), index(handle), ~REASON_MASK, reason);
  }

  /** Notes that the thread's end has been recorded. */
  public static void setEnded(long handle) {
    setInfo(table(handle), index(handle), ~ENDED, ENDED);
  }

  private static void setInfo(AtomicLongArray table, int i, int keep, int add) {
    table.setRelease(i + INFO, (table.getOpaque(i + INFO) & keep) | add);
  }

  // Waking: by others.

  /**
   * Notes who ended the wait, unless somebody did before. Who gives a waiting thread its permit
   * notes it before it hands the thread to the scheduler. Two at once are those who give it to a
   * thread that takes it without waiting, or is resumed by its timer meanwhile: either may be
   * noted.
   */
  public static void wake(long handle, long thread, int kind, long time, long waker) {
    AtomicLongArray table = table(handle);
    int i = index(handle);
    if (table.getOpaque(i + WAKER) != 0 || table.getOpaque(i + KEY) != thread) {
      return;
    }
    long word = ((long) kind << KIND_SHIFT) | waker;
    table.setOpaque(i + WAKE_TIME, time);
    table.setRelease(i + WAKER, word);
    if (table.get(i + KEY) != thread) {
      // It has ended, woken by another, and its place is another's now.
      table.compareAndSet(i + WAKER, word, 0);
      table.compareAndSet(i + WAKE_TIME, time, 0);
    }
  }

  /** Notes who ended a wait at a monitor: an unpark before has nothing to do with it. */
  public static void wakeFromMonitor(long handle, int kind, long time, long waker) {
    AtomicLongArray table = table(handle);
    int i = index(handle);
    table.set(i + WAKE_TIME, time);
    table.set(i + WAKER, ((long) kind << KIND_SHIFT) | waker);
  }

  /** Notes which thread runs the timer of the thread's wait. */
  public static void setTimer(long handle, long thread, long timer) {
    AtomicLongArray table = table(handle);
    int i = index(handle);
    table.set(i + TIMER, timer);
    if (table.get(i + KEY) != thread) {
      // It was woken otherwise, and has ended: its place is another's now.
      table.compareAndSet(i + TIMER, timer, 0);
    }
  }

  // What is known.

  /**
   * Ticks at the first mount of a thread that has not waited since; 0: it has, or is not known.
   *
   * @param carrier the carrier that it is on: if it began on another, it has waited while no
   *     recording was on
   */
  public static long firstRun(long handle, long thread, long carrier) {
    AtomicLongArray table = table(handle);
    int i = index(handle);
    long start = firstRun(table, i, carrier);
    return table.get(i + KEY) == thread ? start : 0;
  }

  /** The same, of the current thread or one that the current thread carries or has carried. */
  public static long firstRun(long handle, long carrier) {
    return firstRun(table(handle), index(handle), carrier);
  }

  private static long firstRun(AtomicLongArray table, int i, long carrier) {
    boolean holds =
        (table.getAcquire(i + INFO) & FIRST_RUN) != 0 && table.getOpaque(i + CARRIER) == carrier;
    return holds ? table.getAcquire(i + START) : 0;
  }

  /** Ticks since when the thread waits, or is runnable after a yield; 0: neither. */
  public static long since(long handle) {
    return table(handle).getAcquire(index(handle) + SINCE);
  }

  /** Ticks at which it was woken; 0: not yet, or not known. */
  public static long wakeTime(long handle) {
    return table(handle).getAcquire(index(handle) + WAKE_TIME);
  }

  /** How and by whom it was woken, for {@link #waker} and {@link #wakeKind}. */
  public static long waking(long handle) {
    return table(handle).getAcquire(index(handle) + WAKER);
  }

  /** Who woke it; 0: unknown. */
  public static long waker(long waking) {
    return waking & ID_MASK;
  }

  /** How it was woken; 0: unknown or not yet. */
  public static int wakeKind(long waking) {
    return (int) (waking >>> KIND_SHIFT);
  }

  /** The thread that runs the timer of its wait; 0: none yet. */
  public static long timer(long handle) {
    return table(handle).getOpaque(index(handle) + TIMER);
  }

  /** Carrier it was on when it began to wait. */
  public static long carrier(long handle) {
    return table(handle).getAcquire(index(handle) + CARRIER);
  }

  /** What it waits for, for {@link #state} and {@link #reason}. */
  public static long info(long handle) {
    return table(handle).getAcquire(index(handle) + INFO);
  }

  /** State code of its wait or yield; 0: neither. */
  public static int state(long info) {
    return ((int) info & STATE_MASK) >>> STATE_SHIFT;
  }

  /** Reason code of its waits, if one was given; 0: none. */
  public static int reason(long info) {
    return (int) info & REASON_MASK;
  }

  /** Whether its end has been recorded. */
  public static boolean isEnded(long handle) {
    return (table(handle).getAcquire(index(handle) + INFO) & ENDED) != 0;
  }

  // Tables.

  /**
   * Goes through an entry's life, so that every kind of access to the table's elements is linked
   * before a hook needs it: linking may define classes.
   */
  public static void warmUp() {
    long handle = claim(-1);
    start(handle, 1, 1);
    firstRun(handle, -1, 1);
    endFirstRun(handle);
    begin(handle, 1, 1, 1);
    wake(handle, -1, 1, 1, 1);
    arm(handle);
    disarm(handle);
    wakeFromMonitor(handle, 1, 1, 1);
    setTimer(handle, -1, 1);
    beginOfPlatform(handle, 1, 1, 1, 1);
    timeout(handle);
    setReason(handle, 1);
    setEnded(handle);
    isEnded(handle);
    end(handle, true);
    free(handle);
    used = false;
  }

  /** Claims that found no place. */
  public static long lost() {
    return LOST.get();
  }

  /** Places in all tables. */
  public static long capacity() {
    long places = 0;
    for (int t = tables - 1; t >= 0; t--) {
      places += (TABLES[t].length() - PAD) / WIDTH;
    }
    return places;
  }

  /** Adds a table if the newest is crowded and the heap has room; by one thread. */
  public static void grow() {
    int count = tables;
    AtomicLongArray newest = TABLES[count - 1];
    if (count == MAX_TABLES || !crowded(newest, 0)) {
      return;
    }
    long length = (long) (newest.length() - PAD) * GROWTH + PAD;
    if (hasRoom(length * Long.BYTES)) {
      TABLES[count] = new AtomicLongArray((int) length);
      tables = count + 1;
    }
  }

  // A table must not be what fills the heap: an application that then fails would fail by us.
  private static boolean hasRoom(long octets) {
    Runtime runtime = Runtime.getRuntime();
    long unused = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    return octets <= runtime.maxMemory() / 16 && octets <= unused / 4;
  }

  // Samples places that are spread evenly, not the same ones each time.
  private static boolean crowded(AtomicLongArray table, int seed) {
    int places = (table.length() - PAD) / WIDTH;
    int step = places / SAMPLES;
    int first = (seed / CLAIMS_PER_SAMPLE) & (step - 1);
    int taken = 0;
    for (int place = first; place < places; place += step) {
      if (table.getOpaque(PAD + place * WIDTH + KEY) != 0) {
        taken++;
      }
    }
    return taken >= CROWDED;
  }

  private static int index(AtomicLongArray table, long thread, int probe) {
    int mask = (table.length() - PAD) / WIDTH - 1;
    long place = probe < NEAR_PROBES ? thread + probe : ((thread + probe) * SPREAD) >>> 32;
    return PAD + ((int) place & mask) * WIDTH;
  }

  private static AtomicLongArray table(long handle) {
    return TABLES[(int) (handle >>> TABLE_SHIFT)];
  }

  private static int index(long handle) {
    return (int) (handle & INDEX_MASK);
  }

  private static long handle(int table, int index) {
    return ((long) table << TABLE_SHIFT) | index;
  }
}
