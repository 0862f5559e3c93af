package dev.loomtrace.bridge.boot.jdk;

import static dev.loomtrace.event.EventNames.REASON_CONDITION;
import static dev.loomtrace.event.EventNames.REASON_FUTURE;
import static dev.loomtrace.event.EventNames.REASON_MONITOR;
import static dev.loomtrace.event.EventNames.REASON_QUEUE_TAKE;
import static dev.loomtrace.event.EventNames.REASON_SYNC;
import static dev.loomtrace.event.EventNames.REASON_WAIT;
import static dev.loomtrace.event.EventNames.REASON_YIELD;
import static dev.loomtrace.event.EventNames.STATE_MONITOR_ENTER;
import static dev.loomtrace.event.EventNames.STATE_MONITOR_TIMED_WAIT;
import static dev.loomtrace.event.EventNames.STATE_MONITOR_WAIT;
import static dev.loomtrace.event.EventNames.STATE_PARKED;
import static dev.loomtrace.event.EventNames.STATE_PINNED;
import static dev.loomtrace.event.EventNames.STATE_RUNNABLE;
import static dev.loomtrace.event.EventNames.STATE_RUNNING;
import static dev.loomtrace.event.EventNames.STATE_STARTED;
import static dev.loomtrace.event.EventNames.STATE_TIMED_PARKED;
import static dev.loomtrace.event.EventNames.STATE_UNKNOWN;
import static dev.loomtrace.event.EventNames.STATE_YIELDED;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.locks.AbstractQueuedLongSynchronizer;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/** From the JDK's numbers and classes to our codes. */
public final class Codes {
  // The JDK's state numbers differ from version to version.
  private static final int STATES = 128;

  /** The JDK has no such state. */
  public static final int NO_STATE = -1;

  private static final byte[] STATE_CODES = new byte[STATES];

  /** Added to the code of a state in which a thread is about to leave its carrier. */
  private static final int LEAVING = 0x40;

  /** The JDK adds this to the state while the stack of the thread is being read. */
  private static int suspended;

  /** The JDK's number for a thread that may go on after a monitor; -1: this JDK pins instead. */
  private static int unblocked = NO_STATE;

  private static Class<?> futureSignaller;

  private Codes() {}

  /**
   * Made ready before any hook runs.
   *
   * @param numbers the JDK's, by its names
   */
  public static void prepare(Map<String, Integer> numbers) {
    futureSignaller = JdkTypes.find(JdkTypes.FUTURE_SIGNALLER);
    suspended = numbers.getOrDefault("SUSPENDED", 0);
    unblocked = numbers.getOrDefault("UNBLOCKED", NO_STATE);
    code(numbers, "STARTED", STATE_STARTED);
    code(numbers, "RUNNABLE", STATE_RUNNABLE);
    code(numbers, "RUNNING", STATE_RUNNING);
    code(numbers, "PARKING", STATE_PARKED | LEAVING);
    code(numbers, "PARKED", STATE_PARKED);
    code(numbers, "PINNED", STATE_PINNED);
    code(numbers, "TIMED_PARKING", STATE_TIMED_PARKED | LEAVING);
    code(numbers, "TIMED_PARKED", STATE_TIMED_PARKED);
    code(numbers, "TIMED_PINNED", STATE_PINNED);
    code(numbers, "UNPARKED", STATE_RUNNABLE);
    code(numbers, "YIELDING", STATE_YIELDED | LEAVING);
    code(numbers, "YIELDED", STATE_RUNNABLE);
    code(numbers, "BLOCKING", STATE_MONITOR_ENTER);
    code(numbers, "BLOCKED", STATE_MONITOR_ENTER);
    code(numbers, "UNBLOCKED", STATE_RUNNABLE);
    code(numbers, "WAITING", STATE_MONITOR_WAIT);
    code(numbers, "WAIT", STATE_MONITOR_WAIT);
    code(numbers, "TIMED_WAITING", STATE_MONITOR_TIMED_WAIT);
    code(numbers, "TIMED_WAIT", STATE_MONITOR_TIMED_WAIT);
  }

  private static void code(Map<String, Integer> numbers, String name, int code) {
    int state = numbers.getOrDefault(name, NO_STATE);
    if (state >= 0 && state < STATES) {
      STATE_CODES[state] = (byte) code;
    }
  }

  /**
   * Whether the JDK's state says that the thread is about to leave its carrier, which it finds it
   * cannot if it is pinned. (One that waits at a monitor says so when it has left.)
   */
  public static boolean isLeaving(int jdkState) {
    return (known(jdkState) & LEAVING) != 0;
  }

  /** Our code for the JDK's state; unknown also for a thread that is new or has ended. */
  public static int state(int jdkState) {
    return known(jdkState) & ~LEAVING;
  }

  private static int known(int jdkState) {
    int state = jdkState & ~suspended;
    return state >= 0 && state < STATES ? STATE_CODES[state] : STATE_UNKNOWN;
  }

  /** Whether the JDK's state says that the thread may go on after a monitor. */
  public static boolean isUnblocked(int jdkState) {
    return jdkState == unblocked;
  }

  /** Whether a state code means waiting at a monitor. */
  public static boolean isMonitor(int state) {
    return state == STATE_MONITOR_ENTER
        || state == STATE_MONITOR_WAIT
        || state == STATE_MONITOR_TIMED_WAIT;
  }

  /**
   * Why a thread waits.
   *
   * @param given what the caller of the park said; 0: nothing
   * @param blocker what it is parked on, or null
   */
  public static int reason(int state, int given, Object blocker) {
    if (given != 0) {
      return given;
    }
    return switch (state) {
      case STATE_YIELDED -> REASON_YIELD;
      case STATE_MONITOR_ENTER -> REASON_MONITOR;
      case STATE_MONITOR_WAIT, STATE_MONITOR_TIMED_WAIT -> REASON_WAIT;
      default -> reasonOf(blocker);
    };
  }

  private static int reasonOf(Object blocker) {
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
}
