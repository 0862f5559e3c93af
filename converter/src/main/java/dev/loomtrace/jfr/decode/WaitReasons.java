package dev.loomtrace.jfr.decode;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.event.EventSchema;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigin;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitReason;
import java.util.Map;
import java.util.Set;

/**
 * What a thread waits for, by the class of what it is parked on and by the JDK's methods that it
 * waits in: the one place that knows the JDK's synchronizers.
 */
final class WaitReasons {
  private static final String CONCURRENT = "java/util/concurrent/";
  private static final String LOCKS = CONCURRENT + "locks/";

  // Prefixes of classes, for those that are parked on by a class of their own.
  private static final Map<String, WaitReason> BY_CLASS =
      Map.of(
          LOCKS + "ReentrantLock", WaitReason.LOCK,
          LOCKS + "ReentrantReadWriteLock", WaitReason.LOCK,
          LOCKS + "StampedLock", WaitReason.LOCK,
          CONCURRENT + "CountDownLatch", WaitReason.LATCH,
          CONCURRENT + "Semaphore", WaitReason.SEMAPHORE,
          CONCURRENT + "Phaser", WaitReason.PHASER,
          CONCURRENT + "Exchanger", WaitReason.EXCHANGER);

  // What these wait for is said by who waits: a queue's taker for the condition that it is not
  // empty.
  private static final Set<WaitReason> MEANS =
      Set.of(
          WaitReason.PARKED,
          WaitReason.CONDITION,
          WaitReason.LATCH,
          WaitReason.JOIN,
          WaitReason.OBJECT_WAIT,
          WaitReason.QUEUE_TAKE);

  private static final String THREAD = "java/lang/Thread";
  private static final String FUTURE = CONCURRENT + "FutureTask";
  private static final Set<String> TAKES =
      Set.of("take", "takeFirst", "takeLast", "poll", "pollFirst", "pollLast");
  private static final Set<String> PUTS =
      Set.of(
          "put",
          "putFirst",
          "putLast",
          "offer",
          "offerFirst",
          "offerLast",
          "transfer",
          "tryTransfer");

  private WaitReasons() {}

  /**
   * The reason that is recorded by a code and a class: a synchronizer of the JDK's own that is not
   * known by its code is known by its name.
   *
   * @param blocker class with slashes; null if not known
   */
  static WaitReason recorded(int code, String blocker) {
    WaitReason reason = WaitReason.ofCode(code);
    if (reason != WaitReason.PARKED || blocker == null) {
      return reason;
    }
    if (blocker.endsWith("$ConditionObject") || blocker.endsWith("ConditionNode")) {
      return WaitReason.CONDITION;
    }
    if (blocker.endsWith("Future") || blocker.endsWith("CompletableFuture$Signaller")) {
      return WaitReason.FUTURE;
    }
    // Takers wait far more than putters.
    if (blocker.contains("SynchronousQueue") || blocker.contains("LinkedTransferQueue")) {
      return WaitReason.QUEUE_TAKE;
    }
    // Who is parked on a pool is a worker of it without work.
    return blocker.endsWith("ForkJoinPool") ? WaitReason.SYSTEM : byClass(blocker);
  }

  /** A reason code; that of an unknown reason for one that is none. */
  static int known(long code) {
    return code == (int) code && WaitReason.ofCode((int) code) != WaitReason.UNKNOWN
        ? (int) code
        : EventNames.REASON_UNKNOWN;
  }

  /** A code of how a thread was woken; that of an unknown way for one that is none. */
  static int knownWake(long code) {
    return EventSchema.WAKE_KINDS.code(code) == null ? EventNames.WAKE_UNKNOWN : (int) code;
  }

  private static WaitReason byClass(String blocker) {
    for (Map.Entry<String, WaitReason> entry : BY_CLASS.entrySet()) {
      String prefix = entry.getKey();
      if (blocker.equals(prefix) || blocker.startsWith(prefix + "$")) {
        return entry.getValue();
      }
    }
    return WaitReason.PARKED;
  }

  /**
   * The reason, as exactly as class and stack tell it. Not every wait has a stack, so what is
   * measured of all waits of a reason goes by the recorded one.
   *
   * @param recorded the reason by code and class
   * @param blocker class with slashes; null if not known
   */
  static WaitReason refined(WaitReason recorded, String blocker, Stack stack) {
    if (!MEANS.contains(recorded)) {
      return recorded;
    }
    WaitReason reason = recorded;
    if (recorded == WaitReason.OBJECT_WAIT && THREAD.equals(blocker)) {
      reason = WaitReason.JOIN;
    } else if (FUTURE.equals(blocker)) {
      reason = WaitReason.FUTURE;
    }
    for (Frame frame : stack.frames()) {
      if (FrameOrigins.DEFAULT.of(frame) != FrameOrigin.RUNTIME) {
        break;
      }
      WaitReason by = byCaller(reason, frame.function());
      if (by != reason) {
        return by;
      }
    }
    return reason;
  }

  private static WaitReason byCaller(WaitReason reason, String function) {
    int dot = function.lastIndexOf('.');
    String owner = function.substring(0, Math.max(0, dot));
    String method = function.substring(dot + 1);
    if (owner.equals(THREAD)) {
      return method.equals("join") ? WaitReason.JOIN : reason;
    }
    if (!owner.startsWith(CONCURRENT)) {
      return reason;
    }
    if (owner.startsWith(CONCURRENT + "StructuredTaskScope")) {
      return WaitReason.SCOPE;
    }
    if (owner.startsWith(CONCURRENT + "CyclicBarrier")) {
      return WaitReason.PHASER;
    }
    if (method.equals("awaitTermination")
        || (method.equals("close") && owner.endsWith("Executor"))
        || function.equals(CONCURRENT + "ExecutorService.close")
        || function.equals(CONCURRENT + "ForkJoinPool.close")) {
      return WaitReason.EXECUTOR_CLOSE;
    }
    if ((owner.endsWith("Queue") || owner.endsWith("Deque"))) {
      return TAKES.contains(method)
          ? WaitReason.QUEUE_TAKE
          : PUTS.contains(method) ? WaitReason.QUEUE_PUT : reason;
    }
    return reason;
  }
}
