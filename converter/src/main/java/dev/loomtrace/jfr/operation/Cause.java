package dev.loomtrace.jfr.operation;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;

/**
 * A thread's wait, as an event describes it.
 *
 * @param why why it waits
 * @param wakeKind how it was woken, {@code EventNames.WAKE_*}
 * @param stack its stack, or {@link Stack#NONE}
 * @param weight how many waits that stack stands for; at least 1
 */
public record Cause(WaitCause why, int wakeKind, Stack stack, double weight) {
  /** Nothing is known. */
  public static final Cause UNKNOWN =
      new Cause(WaitCause.NONE, EventNames.WAKE_UNKNOWN, Stack.NONE);

  /** No event tells whether the thread waits at all. */
  public static final Cause UNTOLD =
      new Cause(WaitCause.of(WaitReason.UNTOLD), EventNames.WAKE_UNKNOWN, Stack.NONE);

  /** The cause of a wait that stands for itself. */
  public Cause(WaitCause why, int wakeKind, Stack stack) {
    this(why, wakeKind, stack, 1);
  }

  /** Whether it is that of a wait in {@code Object.wait}. */
  public boolean isObjectWait() {
    return why.recorded() == WaitReason.OBJECT_WAIT;
  }

  /**
   * Whether nobody knows more than that the thread was parked, on nothing: within another wait, it
   * is how that one waits.
   */
  public boolean isBarePark() {
    return why.recorded() == WaitReason.PARKED && why.resource().isEmpty();
  }

  /** This cause, with what only another one of the same wait has. */
  public Cause and(Cause other) {
    if (why.equals(WaitCause.NONE) && !other.why.equals(WaitCause.NONE)) {
      return other.and(this);
    }
    boolean same = other.why.recorded() == why.recorded();
    boolean bare = stack.isNone() && !other.stack.isNone();
    WaitCause best = same ? moreExact(why, other.why) : why;
    return best.equals(why) && !bare
        ? this
        : new Cause(best, wakeKind, bare ? other.stack : stack, bare ? other.weight : weight);
  }

  /** The one that says more of one wait: what it was for, then on what. */
  private static WaitCause moreExact(WaitCause a, WaitCause b) {
    boolean refined = b.reason() != b.recorded();
    if (refined != (a.reason() != a.recorded())) {
      return refined ? b : a;
    }
    return a.resource().isEmpty() ? b : a;
  }

  /**
   * The cause of a wait of which more is known afterwards.
   *
   * @param told what that is; the class of what is waited for comes from there if this has none
   * @param kind how the thread was woken
   */
  Cause completed(Cause told, int kind) {
    WaitCause more = why.resource().isEmpty() ? moreExact(why, told.why) : why;
    if (stack.isNone() && told.wakeKind == kind && told.why.equals(more)) {
      return told; // One for all of its like.
    }
    return new Cause(more, kind, stack, weight);
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
        : new Cause(why, wakeKind, stack, (double) weight / ticks);
  }
}
