package dev.loomtrace.bridge.boot;

import static dev.loomtrace.EventNames.STATE_PINNED;
import static dev.loomtrace.EventNames.STATE_RUNNABLE;
import static dev.loomtrace.EventNames.STATE_RUNNING;
import static dev.loomtrace.EventNames.STATE_STARTED;
import static dev.loomtrace.EventNames.STATE_UNKNOWN;
import static dev.loomtrace.EventNames.STATE_YIELDED;

import java.util.concurrent.locks.LockSupport;

/**
 * What is seen of a virtual thread while it goes on. All of it is of one moment, and of a wait it
 * is what the wait tells of itself when it is over. For one thread, which looks at others one after
 * another.
 */
final class Sight {
  // Who is between two states stays there for less than a microsecond, unless its carrier has lost
  // its processor: then for as long as the system takes to go around.
  private static final int MOST_LOOKS = 1000;
  private static final long PAUSE_NANOS = 100_000;

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

  /** Who has ended its wait; 0: nobody yet, or not known. */
  long waker;

  /** How it was ended; 0: not yet, or not known. */
  int wakeKind;

  /** Ticks from its start to that; 0: not yet, or not known. */
  long wakeDelay;

  /** Looks at a thread, which may take some pauses. */
  void lookAt(Thread thread) throws IllegalAccessException {
    for (int looks = 1; !sees(thread) && looks < MOST_LOOKS; looks++) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Whether it waits since a time that is known. */
  boolean isKnownToWait() {
    return reason != 0 && since != 0;
  }

  /**
   * Looks once.
   *
   * @return false: it is between two states. It may be about to wait and then find that it is
   *     pinned, and nothing would tell of that wait
   */
  private boolean sees(Thread thread) throws IllegalAccessException {
    forget();
    Internals internals = Hooks.internals();
    long id = thread.threadId();
    long handle = ThreadTable.find(id);
    long waitsSince = handle < 0 ? 0 : ThreadTable.since(handle);
    if (waitsSince != 0) {
      lookAtWait(thread, handle, waitsSince);
    }
    int jdkState = internals.state(thread); // Between two looks at the table.
    boolean steady =
        ThreadTable.find(id) == handle && (handle < 0 || ThreadTable.since(handle) == waitsSince);
    if (waitsSince == 0 || !steady) {
      forget();
      state = Codes.state(jdkState);
      carrier = Hooks.id(internals.carrier(thread));
      lookAtRest(thread, handle);
    }
    return steady && !Codes.isLeaving(jdkState);
  }

  private void lookAtWait(Thread thread, long handle, long start) {
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
    blocker = LockSupport.getBlocker(thread);
    reason = Codes.reason(state, ThreadTable.reason(info), blocker);
    if (wakeTime != 0) {
      waker = ThreadTable.waker(waking);
      wakeKind = ThreadTable.wakeKind(waking);
      wakeDelay = Math.max(1, wakeTime - start);
      state = state == STATE_PINNED ? state : STATE_RUNNABLE;
    }
  }

  /** Of a thread that does not wait, or since when nobody knows. */
  private void lookAtRest(Thread thread, long handle) {
    switch (state) {
      // Only while it is on no other carrier: so the table is looked at after the carrier.
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
  }
}
