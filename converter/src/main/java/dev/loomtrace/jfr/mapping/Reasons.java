package dev.loomtrace.jfr.mapping;

import dev.loomtrace.EventNames;

/**
 * Reasons in Go's words: those that Go's tools sort into their profiles and that gotraceui knows.
 * What Go has no word for is the empty reason, which the tools show as blocked.
 */
final class Reasons {
  static final String NETWORK = "network";
  static final String SLEEP = "sleep";
  static final String SYNC = "sync";
  static final String CONDITION = "sync.(*Cond).Wait";
  static final String SYSTEM = "system goroutine wait";
  static final String YIELD = "Thread.yield";
  static final String PREEMPTED = "preempted";
  private static final String RECEIVE = "chan receive";
  private static final String SEND = "chan send";

  private Reasons() {}

  /** Go's word for a reason code. */
  static String ofCode(int code) {
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

  /** Java's word for a reason code, with the class of what the thread waits for if it is known. */
  static String detail(int code, String blocker) {
    String word =
        switch (code) {
          case EventNames.REASON_SYNC -> "lock";
          case EventNames.REASON_CONDITION -> "condition";
          case EventNames.REASON_SLEEP -> "Thread.sleep";
          case EventNames.REASON_NETWORK -> "socket";
          case EventNames.REASON_YIELD -> "Thread.yield";
          case EventNames.REASON_MONITOR -> "monitor";
          case EventNames.REASON_WAIT -> "Object.wait";
          case EventNames.REASON_FUTURE -> "future";
          case EventNames.REASON_JOIN -> "join";
          case EventNames.REASON_QUEUE_TAKE -> "queue take";
          case EventNames.REASON_QUEUE_PUT -> "queue put";
          case EventNames.REASON_FILE -> "file";
          case EventNames.REASON_SYSTEM -> "system";
          default -> "";
        };
    if (blocker == null) {
      return word;
    }
    return (word.isEmpty() ? "" : word + " ") + JavaNames.readable(blocker);
  }

  /**
   * Reason code of a parked platform thread by the class it is parked on, as far as that tells; the
   * recorder has better knowledge of virtual threads.
   */
  static int ofParked(String blocker) {
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
