package dev.loomtrace.jfr.operation;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.event.EventNames;

/**
 * Adds to waits in {@code Object.wait} what the JVM says of each just after it: who notified, and
 * the class of what was waited for. The recorder sees only the JVM's messenger.
 *
 * <p>What the JVM says is the thread's next event, but neither in the file nor in its own duration
 * is it joined to the wait; so that is done in the order of time. Since a chunk is handled when the
 * one after it is in memory, the border between them is none here.
 */
public final class Notifiers {
  /** A place in the order. */
  private record Resumption(int place) {}

  private Notifiers() {}

  /** Joins what there is; operations must be sorted. Doing it again changes nothing. */
  public static void join(Operations ops) {
    if (!ops.tellsNotifiers()) {
      return;
    }
    LongMap<Resumption> last = new LongMap<>();
    for (int i = 0; i < ops.size(); i++) {
      switch (ops.kind(i)) {
        case RESUME -> {
          Cause cause = ops.cause(i);
          if (cause != null && cause.isObjectWait()) {
            last.put(ops.thread(i), new Resumption(i));
          }
        }
        // Then nothing was said of the wait before: the event was lost, or not recorded.
        case BLOCK, YIELD, SYSCALL_BEGIN, END -> last.remove(ops.thread(i));
        case WAIT_TOLD -> {
          Resumption wait = last.remove(ops.thread(i));
          if (wait != null) {
            join(ops, wait.place(), ops.waker(i), ops.cause(i));
          }
        }
        default -> {
          // Says nothing of waits.
        }
      }
    }
  }

  private static void join(Operations ops, int wait, long notifier, Cause told) {
    Cause cause = ops.cause(wait);
    long waker = ops.waker(wait);
    // A timer or an interrupt may have been first, and somebody notified all the same.
    boolean open =
        waker == 0
            && (cause.wakeKind() == EventNames.WAKE_MONITOR
                || cause.wakeKind() == EventNames.WAKE_UNKNOWN);
    boolean named = open && notifier != 0;
    ops.told(
        wait,
        named ? notifier : waker,
        cause.completed(told, named ? EventNames.WAKE_THREAD : cause.wakeKind()));
  }
}
