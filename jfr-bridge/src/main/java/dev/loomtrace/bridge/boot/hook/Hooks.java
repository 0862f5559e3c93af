package dev.loomtrace.bridge.boot.hook;

import static dev.loomtrace.event.EventNames.REASON_SYNC;
import static dev.loomtrace.event.EventNames.REASON_SYSTEM;
import static dev.loomtrace.event.EventNames.STATE_PINNED;
import static dev.loomtrace.event.EventNames.STATE_RUNNING;
import static dev.loomtrace.event.EventNames.STATE_TIMED_PARKED;
import static dev.loomtrace.event.EventNames.STATE_UNKNOWN;
import static dev.loomtrace.event.EventNames.STATE_YIELDED;

import dev.loomtrace.bridge.boot.event.Blocks;
import dev.loomtrace.bridge.boot.event.CreateEvent;
import dev.loomtrace.bridge.boot.event.RunEvent;
import dev.loomtrace.bridge.boot.jdk.Codes;
import dev.loomtrace.bridge.boot.table.Losses;
import dev.loomtrace.bridge.boot.table.ThreadTable;
import dev.loomtrace.bridge.boot.trigger.WaitPort;
import java.util.concurrent.locks.LockSupport;

/**
 * What the instrumented methods of the JDK call: lives, parks and yields of virtual threads, and
 * who ends them. See the package's rules; {@link MonitorHooks} has the rest.
 */
public final class Hooks {
  private Hooks() {}

  /**
   * Calls the hooks that run where nothing may be resolved or initialised. No event comes of it,
   * even if a recording is on already.
   */
  public static void warmUp() {
    Thread self = Thread.currentThread();
    parkBegin(self);
    long handle = waitBegin(self, 1, 1, 1);
    unparked(self);
    timerFires(self);
    reasonEnd(reasonBegin(REASON_SYNC));
    blockEnd(
        /* thread= */ self,
        /* jdkState= */ 1,
        /* start= */ blockBegin(),
        handle,
        /* carrier= */ 1,
        /* endCarrier= */ self,
        /* waited= */ false,
        /* timeout= */ 0);
    Codes.reason(0, 0, LockSupport.getBlocker(self));
    Codes.reason(0, 0, self);
    ThreadTable.free(handle);
  }

  // Start and end of virtual threads.

  /** Ticks before a start; 0 if no recording enables its event. */
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
      Losses.suppressed(t);
    }
  }

  /** First mount; returns its time in ticks, 0 if no recording enables its events. */
  public static long started(Thread thread, Thread carrier, Runnable task) {
    try {
      SchedulerHooks.threadStarts(carrier);
      return Lives.begin(thread, id(carrier), task);
    } catch (Throwable t) {
      Losses.suppressed(t);
      return 0;
    }
  }

  /**
   * The thread ends.
   *
   * @param start time of its first mount; 0: unknown, because no recording was on
   */
  public static void ended(Thread thread, long start, long firstCarrier, Thread carrier) {
    try {
      if (RunEvent.enabled()) {
        long id = thread.threadId();
        long last = id(carrier);
        // A thread that found no place when it started does not search again.
        long handle = start == 0 ? ThreadTable.claim(id) : ThreadTable.find(id);
        // Else its carrier records it: of one that never waited, or cannot note that it has.
        if (handle >= 0 && ThreadTable.firstRun(handle, last) == 0) {
          ThreadTable.setEnded(handle); // First: no observer must see it run once this is recorded.
          Lives.end(start, firstCarrier, last);
        }
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  /**
   * On the carrier, before others can see it: the thread has ended.
   *
   * @return its entry, to be given to {@link #gone}
   */
  public static long ending(Thread thread, int jdkState) {
    long handle = ThreadTable.NONE;
    try {
      long id = thread.threadId();
      handle = ThreadTable.find(id);
      boolean recorded = handle >= 0 && ThreadTable.isEnded(handle);
      boolean ran = Codes.state(jdkState) == STATE_RUNNING; // Else its start has failed.
      if (!recorded && ran && RunEvent.enabled()) {
        long start = 0;
        if (handle >= 0) {
          start = ThreadTable.firstRun(handle, Thread.currentThread().threadId());
          ThreadTable.setEnded(handle);
        }
        Lives.ended(thread, start);
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
    return handle;
  }

  /** The thread is seen to have ended: it needs its entry no more, if it has one. */
  public static void gone(long handle) {
    if (handle > 0) { // 0, which is no entry either: the hook before it failed.
      ThreadTable.free(handle);
    }
  }

  // Parks and yields: in the thread's own context.

  /** The thread is about to park: it looks whether it has a permit next. */
  public static void parkBegin(Thread thread) {
    try {
      if (Blocks.enabled()) {
        long handle = ThreadTable.find(thread.threadId());
        if (handle >= 0) {
          ThreadTable.arm(handle);
        }
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  /** Ticks before a wait; 0 if no recording enables its events. */
  public static long blockBegin() {
    return Blocks.now();
  }

  /** The entry of a thread that begins to wait. */
  public static long waitBegin(Thread thread, int jdkState, long start, long carrier) {
    long handle = ThreadTable.NONE;
    try {
      handle = ThreadTable.claim(thread.threadId());
      if (handle >= 0) {
        Lives.beforeWait(thread, handle, carrier);
        ThreadTable.begin(handle, Codes.state(jdkState), start, carrier);
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
    return handle;
  }

  /**
   * The wait is over.
   *
   * @param jdkState the JDK's number of the state it began in
   * @param waited false if it did not come to waiting
   * @param timeout nanoseconds that a park with a limit was to last at most; 0: not known
   */
  public static void blockEnd(
      Thread thread,
      int jdkState,
      long start,
      long handle,
      long carrier,
      Thread endCarrier,
      boolean waited,
      long timeout) {
    if (start != 0) {
      int state = Codes.state(jdkState);
      long limit = state == STATE_TIMED_PARKED ? timeout : 0;
      waitEnd(thread, state, start, handle, carrier, endCarrier, waited, limit);
    } else if (waited) {
      unseenWaitEnd(thread, endCarrier);
    }
  }

  /** A wait is over that began while no recording was on: at least its end is recorded. */
  private static void unseenWaitEnd(Thread thread, Thread endCarrier) {
    try {
      long now = Blocks.now();
      if (now != 0) {
        long handle = ThreadTable.find(thread.threadId());
        if (handle >= 0) {
          ThreadTable.endFirstRun(handle);
        }
        Blocks.write(
            /* start= */ now,
            /* duration= */ 0,
            /* state= */ STATE_UNKNOWN,
            /* reason= */ 0,
            /* blocker= */ null,
            /* carrier= */ 0,
            /* endCarrier= */ id(endCarrier),
            /* wakeKind= */ 0,
            /* waker= */ 0,
            /* wakeDelay= */ 0,
            /* timeout= */ 0);
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  private static void waitEnd(
      Thread thread,
      int state,
      long start,
      long handle,
      long carrier,
      Thread endCarrier,
      boolean waited,
      long timeout) {
    try {
      if (waited) {
        writeWait(thread, state, start, handle, carrier, endCarrier, timeout);
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    } finally {
      if (handle >= 0) { // Until the wait has been recorded, the status pass records it.
        ThreadTable.end(handle, waited && state != STATE_YIELDED);
      }
    }
  }

  private static void writeWait(
      Thread thread,
      int state,
      long start,
      long handle,
      long carrier,
      Thread endCarrier,
      long timeout) {
    long now = Blocks.now();
    if (now == 0) {
      return;
    }
    int wakeKind = 0;
    long waker = 0;
    long wakeTime = 0;
    int given = 0;
    boolean yielded = state == STATE_YIELDED;
    if (handle >= 0 && !yielded) { // Who unparks one that has only yielded does not wake it.
      long waking = ThreadTable.waking(handle);
      wakeKind = ThreadTable.wakeKind(waking);
      waker = ThreadTable.waker(waking);
      wakeTime = ThreadTable.wakeTime(handle);
      given = ThreadTable.reason(ThreadTable.info(handle));
    }
    Object blocker = yielded ? null : LockSupport.getBlocker(thread);
    int reason = Codes.reason(state, given, blocker);
    long duration = now - start;
    Class<?> type = blocker == null ? null : blocker.getClass();
    long wakeDelay = Blocks.wakeDelay(start, duration, waker, wakeTime);
    Blocks.write(
        start,
        duration,
        state,
        reason,
        /* blocker= */ type,
        carrier,
        /* endCarrier= */ id(endCarrier),
        wakeKind,
        waker,
        wakeDelay,
        timeout);
    if (duration >= WaitPort.least()) {
      if (yielded) {
        WaitPort.yielded(thread.threadId(), state, reason, duration);
      } else {
        WaitPort.waited(thread.threadId(), state, reason, type, duration, wakeDelay);
      }
    }
  }

  // Parks of pinned threads: the carrier waits too.

  /** A pinned thread is about to wait; 0 if no recording enables the events of waits. */
  public static long pinnedBegin(Thread thread, Thread carrier) {
    long start = blockBegin();
    try {
      if (start != 0) {
        long handle = ThreadTable.claim(thread.threadId());
        if (handle >= 0) {
          Lives.beforeWait(thread, handle, id(carrier));
          ThreadTable.begin(handle, STATE_PINNED, start, id(carrier));
        }
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
    return start;
  }

  /**
   * A pinned thread continues.
   *
   * @param timeout nanoseconds that it was to wait at most; 0: no limit
   */
  public static void pinnedEnd(Thread thread, long start, Thread carrier, long timeout) {
    if (start != 0) {
      long handle = ThreadTable.find(thread.threadId());
      waitEnd(
          thread,
          /* state= */ STATE_PINNED,
          start,
          handle,
          /* carrier= */ id(carrier),
          /* endCarrier= */ carrier,
          /* waited= */ true,
          timeout);
    }
  }

  // Waking.

  /** The current thread has given the thread the permit that it lacked. */
  public static void unparked(Thread thread) {
    try {
      if (Blocks.enabled()) {
        Wakers.unparked(thread);
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  /** The current thread runs the timer of the thread's park. */
  public static void timerFires(Thread thread) {
    try {
      if (Blocks.enabled()) {
        Wakers.timerFires(thread);
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  // Reasons that only the caller of a park knows.

  /**
   * The current virtual thread's waits have this reason until {@link #reasonEnd}. The JDK's own
   * waiting ({@link dev.loomtrace.event.EventNames#REASON_SYSTEM}) gives way to what a caller said.
   *
   * @return whether it holds now, to be given to {@link #reasonEnd}
   */
  public static boolean reasonBegin(int reason) {
    try {
      if (Blocks.enabled()) {
        Thread self = Thread.currentThread();
        long handle = self.isVirtual() ? ThreadTable.claim(self.threadId()) : ThreadTable.NONE;
        if (handle >= 0
            && (reason != REASON_SYSTEM || ThreadTable.reason(ThreadTable.info(handle)) == 0)) {
          ThreadTable.setReason(handle, reason);
          return true;
        }
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
    return false;
  }

  /** The reason does not hold any more. */
  public static void reasonEnd(boolean begun) {
    try {
      if (begun) {
        long handle = ThreadTable.find(Thread.currentThread().threadId());
        if (handle >= 0) {
          ThreadTable.setReason(handle, 0);
        }
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  /** The thread's id; 0 for null. */
  public static long id(Thread thread) {
    return thread == null ? 0 : thread.threadId();
  }
}
