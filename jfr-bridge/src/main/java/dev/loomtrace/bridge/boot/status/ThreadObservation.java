package dev.loomtrace.bridge.boot.status;

import static dev.loomtrace.event.EventNames.STATE_PINNED;
import static dev.loomtrace.event.EventNames.STATE_RUNNABLE;
import static dev.loomtrace.event.EventNames.STATE_RUNNING;
import static dev.loomtrace.event.EventNames.STATE_STARTED;
import static dev.loomtrace.event.EventNames.STATE_TIMED_PARKED;
import static dev.loomtrace.event.EventNames.STATE_UNKNOWN;
import static dev.loomtrace.event.EventNames.STATE_YIELDED;

import dev.loomtrace.bridge.boot.jdk.Codes;
import dev.loomtrace.bridge.boot.jdk.Internals;
import dev.loomtrace.bridge.boot.table.ThreadTable;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * What is observed of a virtual thread from outside while it runs on. What is observed of a wait
 * agrees with the event that the wait itself will write when it is over. For use by one thread,
 * which observes others one after another.
 */
final class ThreadObservation {
  /** State code; unknown: it is new, or has ended. */
  int state;

  /** Why it waits; 0: it does not. */
  int reason;

  /** What it is parked on; null: nothing, or not known. */
  Object blocker;

  /** Where it runs, or where it began to wait; 0: nowhere, or not known. */
  long carrier;

  /** Ticks at the start of its wait or yield, or of its run if it never waited; 0: unknown. */
  long since;

  /** The thread that ended its wait; 0: none yet, or unknown. */
  long waker;

  /** How it was ended; 0: not yet, or not known. */
  int wakeKind;

  /** Ticks from its start to that; 0: not yet, or not known. */
  long wakeDelay;

  /** Nanoseconds that its park lasts at most; 0: no limit, or not known. */
  long timeout;

  /** Observes a thread. */
  void observe(Thread thread) throws IllegalAccessException {
    forget();
    Internals internals = Internals.INSTANCE;
    long id = thread.threadId();
    long handle = ThreadTable.find(id);
    long waitsSince = handle < 0 ? 0 : ThreadTable.since(handle);
    if (waitsSince != 0) {
      observeWait(thread, handle, waitsSince);
    }
    final long left = carrier;
    int jdkState = internals.state(thread); // While it has waited since then.
    VarHandle.loadLoadFence();
    // One that is about to leave its carrier does not come to that if it is pinned: nothing would
    // record that wait. One that is resuming has yet to record its own.
    boolean leaves = Codes.isLeaving(jdkState);
    boolean endTold = handle >= 0 && ThreadTable.isEnded(handle);
    boolean same =
        ThreadTable.find(id) == handle; // After that: a thread that takes the place may end, too.
    boolean waits = waitsSince != 0 && !leaves && same && ThreadTable.since(handle) == waitsSince;
    if (!waits) {
      forget();
      boolean ended = endTold || (handle >= 0 && !same);
      state = ended ? STATE_UNKNOWN : leaves ? STATE_RUNNING : Codes.state(jdkState);
      Thread on = internals.carrier(thread);
      carrier = on == null ? 0 : on.threadId();
      carrier = leaves && carrier == 0 ? left : carrier; // JDK 21 clears it before it knows.
      observeRest(thread, handle);
    }
  }

  /** Whether the observed wait is still in progress. */
  boolean goesOn(Thread thread) {
    long handle = ThreadTable.find(thread.threadId());
    return handle >= 0 && ThreadTable.since(handle) == since;
  }

  /** Whether it waits, since a known time. */
  boolean isKnownToWait() {
    return reason != 0 && since != 0;
  }

  private void observeWait(Thread thread, long handle, long start) throws IllegalAccessException {
    long waking = ThreadTable.waking(handle);
    long wakeTime = ThreadTable.wakeTime(handle); // There before who woke it is.
    long info = ThreadTable.info(handle);
    since = start;
    carrier = ThreadTable.carrier(handle);
    state = ThreadTable.state(info);
    if (state == STATE_YIELDED) { // Runnable all the time, whoever unparks it.
      reason = Codes.reason(state, 0, null);
      return;
    }
    if (state == STATE_TIMED_PARKED) {
      timeout = Internals.INSTANCE.timeout(thread);
    }
    blocker = LockSupport.getBlocker(thread);
    reason = Codes.reason(state, Codes.isMonitor(state) ? 0 : ThreadTable.reason(info), blocker);
    if (wakeTime != 0) {
      waker = ThreadTable.waker(waking);
      wakeKind = ThreadTable.wakeKind(waking);
      wakeDelay = Math.max(1, wakeTime - start);
      state = state == STATE_PINNED ? state : STATE_RUNNABLE;
    }
  }

  /** Of a thread that does not wait, or since an unknown time. */
  private void observeRest(Thread thread, long handle) {
    switch (state) {
      // Only while it is on no other carrier: so the table is read after the carrier.
      case STATE_RUNNING ->
          since =
              carrier == 0 || handle < 0
                  ? 0
                  : ThreadTable.firstRun(handle, thread.threadId(), carrier);
      case STATE_UNKNOWN, STATE_STARTED, STATE_RUNNABLE -> {
        // Nothing more is known of it.
      }
      default -> {
        blocker = LockSupport.getBlocker(thread);
        reason = Codes.reason(state, 0, blocker);
      }
    }
  }

  private void forget() {
    state = STATE_UNKNOWN;
    reason = 0;
    blocker = null;
    carrier = 0;
    since = 0;
    waker = 0;
    wakeKind = 0;
    wakeDelay = 0;
    timeout = 0;
  }
}
