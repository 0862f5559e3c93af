package dev.loomtrace.analysis;

import dev.loomtrace.trace.WaitCause;
import java.util.Optional;

/**
 * A step from one who waits to the one that had to act for it.
 *
 * @param kind what it is
 * @param cause of a wait, why
 * @param place of a wait, where in the code, if a stack was taken
 * @param owner the group of the thread that ended the wait, handed over the work, or started the
 *     other; as {@link ThreadGroups} names it; empty if it has no name
 * @param repeated whether there are several such steps in a row, as in a queue before a lock
 */
public record PathLink(
    Kind kind, WaitCause cause, Optional<CodePlace> place, String owner, boolean repeated) {
  /** What a step is. */
  public enum Kind {
    /** A wait that a thread ended. */
    WAIT,
    /** A pool's thread had no work yet, until a thread gave it some. */
    HAND_OFF,
    /** A thread had not begun yet, and another one started it. */
    START,
    /** More steps than are told apart. */
    OMITTED
  }

  /** Steps that are left out. */
  static final PathLink MORE = new PathLink(Kind.OMITTED, WaitCause.NONE, Optional.empty(), "");

  PathLink(Kind kind, WaitCause cause, Optional<CodePlace> place, String owner) {
    this(kind, cause, place, owner, false);
  }

  /** The same, several times in a row. */
  PathLink several() {
    return repeated ? this : new PathLink(kind, cause, place, owner, true);
  }

  /** The same, without a word about how often. */
  PathLink once() {
    return repeated ? new PathLink(kind, cause, place, owner, false) : this;
  }

  /** Whether it is the same step, once or several times. */
  boolean isLike(PathLink other) {
    return kind == other.kind
        && owner.equals(other.owner)
        && cause.equals(other.cause)
        && place.equals(other.place);
  }
}
