package dev.loomtrace.bridge.boot.hook;

import static dev.loomtrace.event.EventNames.REASON_SLEEP;
import static dev.loomtrace.event.EventNames.STATE_PARKED;
import static dev.loomtrace.event.EventNames.STATE_TIMED_PARKED;
import static dev.loomtrace.event.EventNames.WAKE_THREAD;

import dev.loomtrace.bridge.boot.event.PlatformBlocks;
import dev.loomtrace.bridge.boot.jdk.Codes;
import dev.loomtrace.bridge.boot.jdk.Internals;
import dev.loomtrace.bridge.boot.table.Losses;
import dev.loomtrace.bridge.boot.table.ThreadTable;
import dev.loomtrace.bridge.boot.trigger.WaitPort;
import java.util.concurrent.locks.LockSupport;

/**
 * What the instrumented methods of the JDK call where platform threads park and sleep, and where
 * others end that. Carriers are left out: what they do for virtual threads is told of those, and
 * their pool parks them where no hook is.
 */
public final class PlatformHooks {
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final String OWN = "loomtrace"; // What names of all our threads begin with.
  private static final long LATER = Long.MAX_VALUE / 2;

  private PlatformHooks() {}

  /**
   * Calls the hooks, so that nothing is resolved or initialised when it matters. No event comes of
   * it, even if a recording is on already.
   */
  public static void warmUp() {
    Thread self = Thread.currentThread();
    long handle = ThreadTable.claim(self.threadId());
    parkBegin();
    timedParkBegin(1);
    parkUntilBegin(0);
    sleepBegin(1);
    unparking(self);
    // What begins in the future and is over now is too short for any event.
    ThreadTable.beginOfPlatform(handle, STATE_PARKED, 0, 0, LATER);
    parkEnd(LATER, self);
    sleepEnd();
    ended(self);
  }

  /** The current thread is about to park; ticks then, 0: it is not recorded. */
  public static long parkBegin() {
    return begin(STATE_PARKED, 0, 0);
  }

  /** The same, for this long at most. With no time at all the JDK does not park. */
  public static long timedParkBegin(long nanos) {
    return nanos <= 0 ? 0 : begin(STATE_TIMED_PARKED, 0, nanos);
  }

  /** The same, until a time of day in milliseconds. */
  public static long parkUntilBegin(long deadline) {
    if (!PlatformBlocks.enabled()) {
      return 0;
    }
    long millis = Math.max(0, deadline - System.currentTimeMillis());
    long nanos =
        millis > Long.MAX_VALUE / NANOS_PER_MILLI ? Long.MAX_VALUE : millis * NANOS_PER_MILLI;
    return begin(STATE_TIMED_PARKED, 0, Math.max(1, nanos));
  }

  /** The current thread is about to sleep. */
  public static void sleepBegin(long nanos) {
    begin(STATE_TIMED_PARKED, REASON_SLEEP, nanos);
  }

  private static long begin(int state, int reason, long timeout) {
    try {
      if (PlatformBlocks.enabled()) {
        Thread self = Thread.currentThread();
        if (!self.isVirtual() && !Internals.INSTANCE.isCarrier(self)) {
          long start = PlatformBlocks.now();
          long handle = ThreadTable.claim(self.threadId());
          if (handle >= 0) {
            ThreadTable.beginOfPlatform(handle, state, reason, timeout, start);
          }
          return start;
        }
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
    return 0;
  }

  /**
   * The current thread was parked.
   *
   * @param start what its begin returned
   * @param on what it was parked on; null: it was said before, or there is nothing
   */
  public static void parkEnd(long start, Object on) {
    if (start != 0) {
      end(start, on);
    }
  }

  /** The current thread has slept. */
  public static void sleepEnd() {
    try {
      if (PlatformBlocks.enabled()) {
        Thread self = Thread.currentThread();
        long handle = self.isVirtual() ? ThreadTable.NONE : ThreadTable.find(self.threadId());
        long start = handle < 0 ? 0 : ThreadTable.since(handle);
        if (start != 0) {
          end(start, null);
        }
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  private static void end(long start, Object on) {
    long handle = ThreadTable.NONE;
    try {
      Thread self = Thread.currentThread();
      handle = ThreadTable.find(self.threadId());
      // Else it is over: a method that parks by another one that does.
      if (handle < 0 || ThreadTable.since(handle) == start) {
        write(handle, start, on == null ? LockSupport.getBlocker(self) : on);
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    } finally {
      if (handle >= 0) { // Until the wait has been recorded, the status pass records it.
        ThreadTable.end(handle, false);
      }
    }
  }

  private static void write(long handle, long start, Object blocker) {
    long now = PlatformBlocks.now();
    if (now == 0) {
      return;
    }
    int state = STATE_PARKED;
    int given = 0;
    long waking = 0;
    long wakeTime = 0;
    long timeout = 0;
    if (handle >= 0) {
      long info = ThreadTable.info(handle);
      state = ThreadTable.state(info);
      given = ThreadTable.reason(info);
      waking = ThreadTable.waking(handle);
      wakeTime = ThreadTable.wakeTime(handle);
      timeout = ThreadTable.timeout(handle);
    }
    boolean sleeps = given == REASON_SLEEP;
    long duration = now - start;
    int reason = Codes.reason(state, given, blocker);
    Class<?> type = blocker == null || sleeps ? null : blocker.getClass();
    PlatformBlocks.write(
        start,
        duration,
        state,
        reason,
        /* blocker= */ type,
        ThreadTable.wakeKind(waking),
        ThreadTable.waker(waking),
        wakeTime,
        timeout);
    if (duration >= WaitPort.least()) {
      Thread self = Thread.currentThread();
      if (!isOwn(self)) { // It waits for no carrier: all of it counts as blocked.
        WaitPort.waited(self.threadId(), state, reason, type, duration, 0);
      }
    }
  }

  // A flight recorder's threads wait for what to do next, also after a dump: triggers would never
  // be quiet. They belong to copies of the library that are not known here.
  private static boolean isOwn(Thread thread) {
    return thread.getName().startsWith(OWN);
  }

  /**
   * The current thread is about to give a thread a permit, or to interrupt it. Noted before it
   * does: afterwards the thread may wait for something else already.
   */
  public static void unparking(Thread thread) {
    try {
      if (thread != null && !thread.isVirtual() && PlatformBlocks.enabled()) {
        long id = thread.threadId();
        long handle = ThreadTable.find(id);
        // Who waits for nothing is not woken, and who was woken not once more.
        if (handle >= 0 && ThreadTable.since(handle) != 0 && ThreadTable.waking(handle) == 0) {
          Thread waker = Thread.currentThread();
          if (waker != thread) {
            ThreadTable.wake(handle, id, WAKE_THREAD, PlatformBlocks.now(), waker.threadId());
          }
        }
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }

  /** The platform thread will not wait any more. */
  public static void ended(Thread thread) {
    try {
      long handle = ThreadTable.find(thread.threadId());
      if (handle >= 0) {
        ThreadTable.free(handle);
      }
    } catch (Throwable t) {
      Losses.suppressed(t);
    }
  }
}
