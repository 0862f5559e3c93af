package dev.loomtrace.jfr.simulation;

import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.WaitCause;

/**
 * A thread of the program in the simulation, and what it runs on: the two know each other, and
 * change together.
 */
final class Goroutine {
  final long id;

  /** Whether it has a machine of its own: a platform thread, or one of which nothing is known. */
  final boolean bound;

  final TraceThread thread;
  GoState state = GoState.NOT_EXIST;

  /** Where it runs, or ran last. */
  Machine machine;

  /** When it stopped last, in ticks: that can be told more than once. */
  long since;

  /**
   * Until when it waits, in ticks, as one event tells of the whole wait; 0: that is not known.
   * Nothing else ends such a wait of a platform thread.
   */
  long waitsUntil;

  /** The wait around the one that it is in, and goes on with after it; null: there is none. */
  Enclosing enclosing;

  /** Why it waits, if it does, as the trace has it. */
  WaitCause why = WaitCause.NONE;

  /** Why it waited last, as the recording has it. */
  Cause cause = Cause.UNKNOWN;

  /** Who owns the lock that it waits for, when that was looked up last. */
  LockOwner lockOwner = LockOwner.NONE;

  /**
   * When it was first seen in a wait of which nobody knows since when it lasts, in ticks: that is
   * the wait that it is in if it stopped then.
   */
  long seenWaiting = -1;

  /**
   * Whether it waits since a time that nobody recorded, so that the wait's end may be unknown too.
   */
  boolean waitsUnseen;

  /** Number of the part in which an event was about it last. */
  int heardInPart;

  /** In how many stretches it is in which it is known to run whenever it is not known to wait. */
  int busy;

  OpenRegions regions = OpenRegions.NONE;
  DeferredAnnotations deferred = DeferredAnnotations.NONE;

  Goroutine(long id, boolean bound, TraceThread thread) {
    this.id = id;
    this.bound = bound;
    this.thread = thread;
  }

  /** Whether it belongs to the JDK itself. */
  boolean isSystem() {
    return thread.kind() == ThreadKind.SYSTEM;
  }

  /** Whether it has a machine of its own and is in a wait that lasts beyond this time, in ticks. */
  boolean waitsBeyond(long ticks) {
    return bound && state == GoState.WAITING && waitsUntil > ticks;
  }

  /**
   * Whether it has a machine of its own and is in a wait of which one event tells as a whole, that
   * has begun before a time and is not over at another one, in ticks.
   */
  boolean isIn(long begun, long notOver) {
    return bound
        && isWaiting()
        && since < begun
        && waitsUntil > notOver
        && waitsUntil != Long.MAX_VALUE; // It is yet to come.
  }

  boolean executing() {
    return state.executing();
  }

  /** Whether it waits, and be it on its machine. */
  boolean isWaiting() {
    return state == GoState.WAITING || state.keepsThread();
  }

  /** Whether it is in a wait in which it was only seen: no event tells of that. */
  boolean isOnlySeenWaiting() {
    return state == GoState.WAITING && since == seenWaiting;
  }

  /**
   * A wait in which there is another one.
   *
   * @param since when it began, in ticks
   * @param until when it ends, in ticks
   * @param cause why it waits
   * @param holds whether it keeps its machine meanwhile
   * @param around the wait in which this one is; null: none
   */
  record Enclosing(long since, long until, Cause cause, boolean holds, Enclosing around) {}

  /**
   * An operating system's thread in the simulation: a carrier, a platform thread, the JVM's own.
   */
  static final class Machine {
    static final int NO_PROC = -1;

    /** Its id in the trace. */
    final long id;

    final boolean carrier;

    int proc = NO_PROC;

    /** The proc it held last, which it takes again if that is free. */
    int favourite = NO_PROC;

    /** The goroutine that has ended there, and none came after it; 0: that is not so. */
    long ended;

    /** What runs on it; null if nothing does. */
    Goroutine goroutine;

    /**
     * Changes whenever something happens on it, so that a deadline knows whether it is still due.
     */
    long epoch;

    Machine(long id, boolean carrier) {
      this.id = id;
      this.carrier = carrier;
    }
  }
}
