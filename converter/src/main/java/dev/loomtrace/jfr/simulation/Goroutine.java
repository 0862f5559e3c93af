package dev.loomtrace.jfr.simulation;

import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceThread;

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
   * Whether it waits since a time that nobody recorded, so that the wait's end may be unknown too.
   */
  boolean waitsUnseen;

  /** Number of the part in which an event was about it last. */
  int heardInPart;

  /** Whether it is known to run whenever it is not known to wait. */
  boolean busy;

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

  boolean executing() {
    return state.executing();
  }

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
