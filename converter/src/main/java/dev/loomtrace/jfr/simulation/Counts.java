package dev.loomtrace.jfr.simulation;

import dev.loomtrace.trace.Repairs;

/** Notes repairs where they are made, between the events. */
final class Counts {
  private final Emitter out;

  Counts(Emitter out) {
    this.out = out;
  }

  /** Something was repaired. */
  void add(Repairs.Kind kind, long time, long goroutine) {
    out.repaired(kind, time, goroutine);
  }
}
