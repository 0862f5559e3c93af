package dev.loomtrace.jfr.operation;

import dev.loomtrace.EventNames;
import dev.loomtrace.trace.JavaReason;
import dev.loomtrace.trace.Stack;

/**
 * Why a thread waits.
 *
 * @param reason in Go's words, as Go's tools know them
 * @param detail in Java's words
 * @param wakeKind how it was woken, {@code EventNames.WAKE_*}
 * @param stack its stack, or {@link Stack#NONE}
 * @param weight how many waits that stack stands for; at least 1
 */
public record Cause(String reason, String detail, int wakeKind, Stack stack, double weight) {
  public static final Cause UNKNOWN = new Cause("", "", EventNames.WAKE_UNKNOWN, Stack.NONE);

  /** The cause of a wait that stands for itself. */
  public Cause(String reason, String detail, int wakeKind, Stack stack) {
    this(reason, detail, wakeKind, stack, 1);
  }

  /** Whether it is that of a wait in {@code Object.wait}. */
  public boolean isObjectWait() {
    return detail.startsWith(JavaReason.WAIT.words());
  }

  /** This cause, with what only another one of the same wait has. */
  public Cause and(Cause other) {
    if (reason.isEmpty() && detail.isEmpty() && !other.reason.isEmpty()) {
      return other.and(this);
    }
    // A longer detail has the class of what is waited for.
    boolean longer = other.detail.length() > detail.length() && other.reason.equals(reason);
    boolean bare = stack.isNone() && !other.stack.isNone();
    return !longer && !bare
        ? this
        : new Cause(
            reason,
            longer ? other.detail : detail,
            wakeKind,
            bare ? other.stack : stack,
            bare ? other.weight : weight);
  }

  /**
   * The cause of a wait of which more is known afterwards.
   *
   * @param told what that is; the class of what is waited for comes from there if this has none
   * @param kind how the thread was woken
   */
  public Cause completed(Cause told, int kind) {
    String more = detail.equals(JavaReason.WAIT.words()) ? told.detail : detail;
    if (stack.isNone() && told.wakeKind == kind && told.detail.equals(more)) {
      return told; // One for all of its like.
    }
    return new Cause(reason, more, kind, stack, weight);
  }

  /**
   * The cause of a wait with a weight of its own.
   *
   * @param ticks how long it was
   * @param weight how much waiting it stands for, in ticks; it itself is the least
   */
  public Cause weighted(long ticks, long weight) {
    return ticks <= 0 || weight <= ticks
        ? this
        : new Cause(reason, detail, wakeKind, stack, (double) weight / ticks);
  }
}
