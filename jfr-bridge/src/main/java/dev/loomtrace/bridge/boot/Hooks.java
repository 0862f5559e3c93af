package dev.loomtrace.bridge.boot;

import static dev.loomtrace.EventNames.REASON_CONDITION;
import static dev.loomtrace.EventNames.REASON_FUTURE;
import static dev.loomtrace.EventNames.REASON_MONITOR;
import static dev.loomtrace.EventNames.REASON_QUEUE_TAKE;
import static dev.loomtrace.EventNames.REASON_SYNC;
import static dev.loomtrace.EventNames.REASON_WAIT;
import static dev.loomtrace.EventNames.REASON_YIELD;
import static dev.loomtrace.EventNames.STATE_MONITOR_ENTER;
import static dev.loomtrace.EventNames.STATE_MONITOR_TIMED_WAIT;
import static dev.loomtrace.EventNames.STATE_MONITOR_WAIT;
import static dev.loomtrace.EventNames.STATE_PARKED;
import static dev.loomtrace.EventNames.STATE_PINNED;
import static dev.loomtrace.EventNames.STATE_RUNNABLE;
import static dev.loomtrace.EventNames.STATE_RUNNING;
import static dev.loomtrace.EventNames.STATE_STARTED;
import static dev.loomtrace.EventNames.STATE_TIMED_PARKED;
import static dev.loomtrace.EventNames.STATE_UNKNOWN;
import static dev.loomtrace.EventNames.STATE_YIELDED;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;
import java.util.concurrent.locks.LockSupport;

/** What the instrumented methods of the JDK call. See the package's rules. */
public final class Hooks {
  // The JDK's state numbers differ from version to version; this table maps them to our codes.
  private static final int STATES = 128;
  private static final byte[] STATE_CODES = new byte[STATES];

  /** The JDK's number for a thread that may go on after a monitor; -1: this JDK pins instead. */
  private static int unblocked = -1;

  private static Internals internals;
  private static Class<?> futureSignaller;
  private static final long NANOS_BETWEEN_STACKS = 1_000_000;
  private static volatile long lastStack;

  // Monitor blocks that found no place in the table: their start must not be lost.
  private static final ConcurrentHashMap<Long, long[]> OVERFLOW = new ConcurrentHashMap<>();
  private static final AtomicLong ERRORS = new AtomicLong();

  private Hooks() {}

  static Internals internals() {
    return internals;
  }

  static long errors() {
    return ERRORS.get();
  }

  /** Our code for the JDK's state. */
  static int stateCode(int state) {
    return state >= 0 && state < STATES ? STATE_CODES[state] : STATE_UNKNOWN;
  }

  /** Our codes of the JDK's states, made ready before any hook runs. */
  static void prepare(Internals newInternals) {
    internals = newInternals;
    futureSignaller = Internals.futureSignaller();
    code("STARTED", STATE_STARTED);
    code("RUNNABLE", STATE_RUNNABLE);
    code("RUNNING", STATE_RUNNING);
    code("PARKING", STATE_PARKED);
    code("PARKED", STATE_PARKED);
    code("PINNED", STATE_PINNED);
    code("TIMED_PARKING", STATE_TIMED_PARKED);
    code("TIMED_PARKED", STATE_TIMED_PARKED);
    code("TIMED_PINNED", STATE_PINNED);
    code("UNPARKED", STATE_RUNNABLE);
    code("YIELDING", STATE_YIELDED);
    code("YIELDED", STATE_RUNNABLE);
    code("BLOCKING", STATE_MONITOR_ENTER);
    code("BLOCKED", STATE_MONITOR_ENTER);
    code("UNBLOCKED", STATE_RUNNABLE);
    code("WAITING", STATE_MONITOR_WAIT);
    code("WAIT", STATE_MONITOR_WAIT);
    code("TIMED_WAITING", STATE_MONITOR_TIMED_WAIT);
    code("TIMED_WAIT", STATE_MONITOR_TIMED_WAIT);
    unblocked = newInternals.stateConstant("UNBLOCKED");
  }

  private static void code(String name, int code) {
    int state = internals.stateConstant(name);
    if (state >= 0 && state < STATES) {
      STATE_CODES[state] = (byte) code;
    }
  }

  /** Calls each hook, so that nothing is resolved or initialised when it matters. */
  static void warmUp() {
    Thread self = Thread.currentThread();
    long handle = waitBegin(self, 1, 1, 1);
    wake(self);
    monitorWake(self, 1);
    WaitTable.wake(handle, self.threadId(), 2, 1);
    WaitTable.end(handle);
    reasonBegin(REASON_SYNC);
    reasonEnd();
    blockEnd(self, 1, blockBegin(), WaitTable.NONE, 1, self, false);
    monitorBegin(self, 0);
    monitorEnd(self, unblocked);
    pinnedEnd(self, pinnedBegin(self), self);
    created(self, createBegin());
    ended(started(self, null), 1, self);
    reasonOf(STATE_PARKED, 0, LockSupport.getBlocker(self));
    reasonOf(STATE_PARKED, 0, self);
  }

  /** Counts what went wrong in a hook: the application must not see it. */
  private static void suppressed() {
    ERRORS.getAndIncrement();
  }

  // Start and end of virtual threads.

  /** When a start begins; 0: nobody wants to know. */
  public static long createBegin() {
    return CreateEvent.enabled() ? CreateEvent.timestamp() : 0;
  }

  /** The start succeeded. */
  public static void created(Thread thread, long start) {
    try {
      if (start != 0) {
        CreateEvent.commit(start, 0, thread.threadId());
      }
    } catch (Throwable t) {
      suppressed();
    }
  }

  /** First mount; returns its time, 0: nobody wants to know. */
  public static long started(Thread carrier, Runnable task) {
    try {
      if (StartEvent.enabled()) {
        long now = StartEvent.timestamp();
        StartEvent.commit(now, 0, id(carrier), internals.taskClass(task));
        return now;
      }
      return RunEvent.enabled() ? RunEvent.timestamp() : 0;
    } catch (Throwable t) {
      suppressed();
      return 0;
    }
  }

  /** The thread ends. */
  public static void ended(long start, long firstCarrier, Thread carrier) {
    try {
      if (start != 0 && RunEvent.enabled()) {
        RunEvent.commit(start, RunEvent.timestamp() - start, firstCarrier, id(carrier));
      }
    } catch (Throwable t) {
      suppressed();
    }
  }

  // Parks and yields: in the thread's own context.

  /** When a block begins; 0: nobody wants to know. */
  public static long blockBegin() {
    return BlockEvent.enabled() || LongBlockEvent.enabled() ? BlockEvent.timestamp() : 0;
  }

  /** The entry of a thread that begins to wait. */
  public static long waitBegin(Thread thread, int state, long start, long carrier) {
    try {
      int code = stateCode(state);
      if (code == STATE_YIELDED) {
        return WaitTable.NONE;
      }
      long handle = WaitTable.claim(thread.threadId());
      if (handle >= 0) {
        WaitTable.begin(handle, code, start, carrier);
      }
      return handle;
    } catch (Throwable t) {
      suppressed();
      return WaitTable.NONE;
    }
  }

  /**
   * The wait is over.
   *
   * @param state the JDK's number of the state it began in
   * @param waited false if it did not come to waiting
   */
  public static void blockEnd(
      Thread thread,
      int state,
      long start,
      long handle,
      long carrier,
      Thread endCarrier,
      boolean waited) {
    if (start != 0) {
      waitEnd(thread, stateCode(state), start, handle, carrier, endCarrier, waited);
    }
  }

  private static void waitEnd(
      Thread thread,
      int code,
      long start,
      long handle,
      long carrier,
      Thread endCarrier,
      boolean waited) {
    try {
      long wakeTime = 0;
      long waker = 0;
      int given = 0;
      if (handle >= 0) {
        wakeTime = WaitTable.wakeTime(handle);
        waker = WaitTable.waker(handle);
        given = WaitTable.reason(handle);
        WaitTable.end(handle);
      }
      if (waited) {
        Object blocker = code == STATE_YIELDED ? null : LockSupport.getBlocker(thread);
        write(
            start,
            0,
            code,
            reasonOf(code, given, blocker),
            blocker == null ? null : blocker.getClass(),
            carrier,
            id(endCarrier),
            waker,
            wakeTime,
            null);
      }
    } catch (Throwable t) {
      suppressed();
    }
  }

  private static void write(
      long start,
      long thread,
      int state,
      int reason,
      Class<?> blocker,
      long carrier,
      long endCarrier,
      long waker,
      long wakeTime,
      String stack) {
    long duration = BlockEvent.timestamp() - start;
    long delay = wakeTime == 0 ? 0 : Math.min(Math.max(wakeTime - start, 0), duration);
    if (LongBlockEvent.shouldCommit(duration)) {
      LongBlockEvent.commit(
          start,
          duration,
          thread,
          state,
          reason,
          blocker,
          carrier,
          endCarrier,
          waker,
          delay,
          stack);
    } else if (BlockEvent.enabled()) {
      BlockEvent.commit(
          start, duration, thread, state, reason, blocker, carrier, endCarrier, waker, delay);
    }
  }

  static int reasonOf(int state, int given, Object blocker) {
    if (given != 0) {
      return given;
    }
    return switch (state) {
      case STATE_YIELDED -> REASON_YIELD;
      case STATE_MONITOR_ENTER -> REASON_MONITOR;
      case STATE_MONITOR_WAIT, STATE_MONITOR_TIMED_WAIT -> REASON_WAIT;
      default -> reasonOfBlocker(blocker);
    };
  }

  private static int reasonOfBlocker(Object blocker) {
    if (blocker == null) {
      return REASON_SYNC;
    }
    if (blocker instanceof AbstractQueuedSynchronizer.ConditionObject
        || blocker instanceof AbstractQueuedLongSynchronizer.ConditionObject) {
      return REASON_CONDITION;
    }
    if (blocker instanceof Future || blocker.getClass() == futureSignaller) {
      return REASON_FUTURE;
    }
    // Queues that hand over directly give themselves as blocker; takers wait far more than putters.
    return blocker instanceof BlockingQueue ? REASON_QUEUE_TAKE : REASON_SYNC;
  }

  /** Somebody unparks a thread that has no permit. */
  public static void wake(Thread thread) {
    try {
      if (BlockEvent.enabled() || LongBlockEvent.enabled()) {
        long id = thread.threadId();
        long handle = WaitTable.find(id);
        if (handle >= 0) {
          long waker = Thread.currentThread().threadId();
          if (waker != id) {
            WaitTable.wake(handle, id, BlockEvent.timestamp(), waker);
          }
        }
      }
    } catch (Throwable t) {
      suppressed();
    }
  }

  // Parks of pinned threads: the carrier waits too.

  /** A pinned thread begins to wait; 0: nobody wants to know. */
  public static long pinnedBegin(Thread carrier) {
    try {
      if (!(BlockEvent.enabled() || LongBlockEvent.enabled())) {
        return 0;
      }
      Thread self = Thread.currentThread();
      long now = BlockEvent.timestamp();
      long handle = WaitTable.claim(self.threadId());
      if (handle >= 0) {
        WaitTable.begin(handle, STATE_PINNED, now, id(carrier));
      }
      return now;
    } catch (Throwable t) {
      suppressed();
      return 0;
    }
  }

  /** A pinned thread goes on. */
  public static void pinnedEnd(Thread thread, long start, Thread carrier) {
    if (start != 0) {
      long handle = WaitTable.find(thread.threadId());
      waitEnd(thread, STATE_PINNED, start, handle, id(carrier), carrier, true);
    }
  }

  // Monitors: these yield inside the VM, so only the carrier sees them (JDK 24 and later).

  /** After a yield, on the carrier: did the thread stop at a monitor? */
  public static void monitorBegin(Thread thread, int state) {
    try {
      int code = stateCode(state);
      if (code != STATE_MONITOR_ENTER
          && code != STATE_MONITOR_WAIT
          && code != STATE_MONITOR_TIMED_WAIT) {
        return;
      }
      long start = blockBegin();
      if (start == 0) {
        return;
      }
      long carrier = Thread.currentThread().threadId();
      long id = thread.threadId();
      long handle = WaitTable.claim(id);
      if (handle >= 0) {
        WaitTable.begin(handle, code, start, carrier);
      } else {
        OVERFLOW.put(id, new long[] {start, code, carrier});
      }
    } catch (Throwable t) {
      suppressed();
    }
  }

  /** Before a thread goes on, on the carrier: was it at a monitor? */
  public static void monitorEnd(Thread thread, int state) {
    if (state != unblocked) {
      return;
    }
    try {
      long id = thread.threadId();
      long handle = WaitTable.find(id);
      if (handle >= 0) {
        long start = WaitTable.since(handle);
        int code = WaitTable.state(handle);
        long carrier = WaitTable.carrier(handle);
        long waker = WaitTable.waker(handle);
        long wakeTime = WaitTable.wakeTime(handle);
        WaitTable.end(handle);
        monitorBlock(thread, start, code, carrier, waker, wakeTime);
      } else if (!OVERFLOW.isEmpty()) {
        long[] block = OVERFLOW.remove(id);
        if (block != null) {
          monitorBlock(thread, block[0], (int) block[1], block[2], 0, 0);
        }
      }
    } catch (Throwable t) {
      suppressed();
    }
  }

  private static void monitorBlock(
      Thread thread, long start, int code, long carrier, long waker, long wakeTime) {
    if (start == 0 || !(BlockEvent.enabled() || LongBlockEvent.enabled())) {
      return;
    }
    String stack = null;
    long now = BlockEvent.timestamp();
    if (LongBlockEvent.shouldCommit(now - start)) {
      long nanos = System.nanoTime();
      if (nanos - lastStack > NANOS_BETWEEN_STACKS) {
        lastStack = nanos;
        stack = Stacks.ofUnmounted(thread);
      }
    }
    PrimerEvent.commit(now, 0);
    write(
        start,
        thread.threadId(),
        code,
        reasonOf(code, 0, null),
        null,
        carrier,
        Thread.currentThread().threadId(),
        waker,
        wakeTime,
        stack);
  }

  /**
   * A thread at a monitor may go on.
   *
   * @param waker who says so; 0 for the VM's unblocker: who left the monitor is not known
   */
  public static void monitorWake(Thread thread, long waker) {
    try {
      if (BlockEvent.enabled() || LongBlockEvent.enabled()) {
        long id = thread.threadId();
        long handle = WaitTable.find(id);
        if (handle >= 0) {
          WaitTable.wake(handle, id, BlockEvent.timestamp(), waker);
        }
      }
    } catch (Throwable t) {
      suppressed();
    }
  }

  // Reasons that only the caller of a park knows.

  /** The current virtual thread's waits have this reason until {@link #reasonEnd}. */
  public static long reasonBegin(int reason) {
    try {
      if (BlockEvent.enabled() || LongBlockEvent.enabled()) {
        Thread self = Thread.currentThread();
        if (self.isVirtual()) {
          long handle = WaitTable.claim(self.threadId());
          if (handle >= 0 && !WaitTable.isHeld(handle)) {
            WaitTable.hold(handle, reason);
            return 1;
          }
        }
      }
    } catch (Throwable t) {
      suppressed();
    }
    return 0;
  }

  /** The reason does not hold any more. */
  public static void reasonEnd() {
    try {
      long handle = WaitTable.find(Thread.currentThread().threadId());
      if (handle >= 0) {
        WaitTable.release(handle);
      }
    } catch (Throwable t) {
      suppressed();
    }
  }

  /** Whether a timed wait at a monitor was ended by its timer, seen when the timer has run. */
  public static void monitorTimeout(Thread thread, int state) {
    if (state == unblocked) {
      monitorWake(thread, Thread.currentThread().threadId());
    }
  }

  /** The thread's id; 0 for null. */
  public static long id(Thread thread) {
    return thread == null ? 0 : thread.threadId();
  }
}
