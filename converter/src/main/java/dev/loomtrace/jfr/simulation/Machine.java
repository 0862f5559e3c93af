package dev.loomtrace.jfr.simulation;

/** An operating system's thread in the simulation: a carrier, a platform thread, the JVM's own. */
final class Machine {
  static final int NO_PROC = -1;

  /** Its id in the trace. */
  final long id;

  final boolean carrier;

  int proc = NO_PROC;

  /** The proc it held last, which it takes again if that is free. */
  int favourite = NO_PROC;

  /** What runs on it; null if nothing does. */
  Goroutine goroutine;

  /** Changes whenever something happens on it, so that a deadline knows whether it is still due. */
  long epoch;

  Machine(long id, boolean carrier) {
    this.id = id;
    this.carrier = carrier;
  }
}
