package dev.loomtrace.jfr.operation;

import dev.loomtrace.EventNames;
import dev.loomtrace.trace.JavaReason;

/**
 * Reasons in Go's words: those that Go's tools sort into their profiles and that gotraceui knows.
 * What Go has no word for is the empty reason, which the tools show as blocked.
 */
public final class Reasons {
  public static final String NETWORK = "network";
  public static final String SLEEP = "sleep";
  public static final String SYNC = "sync";
  public static final String CONDITION = "sync.(*Cond).Wait";
  public static final String SYSTEM = JavaReason.GO_SYSTEM;
  public static final String YIELD = "Thread.yield";
  public static final String PREEMPTED = "preempted";
  private static final String RECEIVE = "chan receive";
  private static final String SEND = "chan send";

  private Reasons() {}

  /** A reason code; that of an unknown reason for one that is none. */
  public static int known(long code) {
    return code == (int) code && !detail((int) code, null).isEmpty()
        ? (int) code
        : EventNames.REASON_UNKNOWN;
  }

  /** A code of how a thread was woken; that of an unknown way for one that is none. */
  public static int knownWake(long code) {
    return code >= 0 && code <= EventNames.WAKE_MONITOR ? (int) code : EventNames.WAKE_UNKNOWN;
  }

  /** Go's word for a reason code. */
  public static String ofCode(int code) {
    return switch (code) {
      case EventNames.REASON_SYNC, EventNames.REASON_MONITOR, EventNames.REASON_JOIN -> SYNC;
      case EventNames.REASON_CONDITION, EventNames.REASON_WAIT -> CONDITION;
      case EventNames.REASON_SLEEP -> SLEEP;
      case EventNames.REASON_NETWORK -> NETWORK;
      case EventNames.REASON_YIELD -> YIELD;
      case EventNames.REASON_FUTURE, EventNames.REASON_QUEUE_TAKE -> RECEIVE;
      case EventNames.REASON_QUEUE_PUT -> SEND;
      case EventNames.REASON_SYSTEM -> SYSTEM;
      default -> "";
    };
  }

  /**
   * Java's word for a reason code, with the class of what the thread waits for if it is known.
   *
   * @param blocker that class's name as people write it; null if unknown
   */
  public static String detail(int code, String blocker) {
    String word =
        switch (code) {
          case EventNames.REASON_SYNC -> JavaReason.LOCK.words();
          case EventNames.REASON_CONDITION -> JavaReason.CONDITION.words();
          case EventNames.REASON_SLEEP -> JavaReason.SLEEP.words();
          case EventNames.REASON_NETWORK -> JavaReason.SOCKET.words();
          case EventNames.REASON_YIELD -> JavaReason.YIELD.words();
          case EventNames.REASON_MONITOR -> JavaReason.MONITOR.words();
          case EventNames.REASON_WAIT -> JavaReason.WAIT.words();
          case EventNames.REASON_FUTURE -> JavaReason.FUTURE.words();
          case EventNames.REASON_JOIN -> JavaReason.JOIN.words();
          case EventNames.REASON_QUEUE_TAKE -> JavaReason.QUEUE_TAKE.words();
          case EventNames.REASON_QUEUE_PUT -> JavaReason.QUEUE_PUT.words();
          case EventNames.REASON_FILE -> JavaReason.FILE.words();
          case EventNames.REASON_SYSTEM -> JavaReason.SYSTEM.words();
          default -> "";
        };
    if (blocker == null) {
      return word;
    }
    return (word.isEmpty() ? "" : word + " ") + blocker;
  }

  /**
   * Reason code of a parked platform thread by the class it is parked on, as far as that tells; the
   * recorder has better knowledge of virtual threads.
   *
   * @param blocker that class's name with slashes; null if unknown
   */
  public static int ofParked(String blocker) {
    if (blocker == null) {
      return EventNames.REASON_SYNC;
    }
    if (blocker.endsWith("$ConditionObject") || blocker.endsWith("ConditionNode")) {
      return EventNames.REASON_CONDITION;
    }
    if (blocker.endsWith("Future") || blocker.endsWith("CompletableFuture$Signaller")) {
      return EventNames.REASON_FUTURE;
    }
    if (blocker.contains("SynchronousQueue") || blocker.contains("LinkedTransferQueue")) {
      return EventNames.REASON_QUEUE_TAKE;
    }
    return blocker.endsWith("ForkJoinPool") ? EventNames.REASON_SYSTEM : EventNames.REASON_SYNC;
  }
}
