package dev.loomtrace.timeline;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;

/** Makes the carrier spans: who runs on which proc. */
final class Carriers {
  private final SpanOutput span;
  private final LongMap<Occupant> occupants = new LongMap<>();

  /** Who runs on a proc, if anyone. */
  private static final class Occupant {
    private boolean present;
    private long thread;
    private SpanState state = SpanState.UNKNOWN;
    private long since;
  }

  Carriers(SpanOutput span) {
    this.span = span;
  }

  /** A thread has come to a state, maybe on a proc: whoever was there is not any more. */
  void occupy(TraceState.Goroutine g, long time) throws IOException {
    if (g.proc() == Context.NO_PROC || !span.takes(SpanKind.CARRIER)) {
      return;
    }
    Occupant occupant = occupants.get(g.proc());
    if (occupant == null) {
      occupant = new Occupant();
      occupants.put(g.proc(), occupant);
    }
    end(g.proc(), occupant, time, false);
    occupant.present = true;
    occupant.thread = g.id();
    occupant.state = SpanState.of(g.state(), g.cause());
    occupant.since = time;
  }

  /** A thread has left a proc, unless another one was there already. */
  void leave(long proc, long thread, long time) throws IOException {
    Occupant occupant = proc == Context.NO_PROC ? null : occupants.get(proc);
    if (occupant != null && occupant.thread == thread) {
      end(proc, occupant, time, false);
    }
  }

  /** Nobody is on a proc from now on. */
  void vacate(long proc, long time) throws IOException {
    Occupant occupant = occupants.get(proc);
    if (occupant != null) {
      end(proc, occupant, time, false);
    }
  }

  /** The trace has ended. */
  void end(long time) throws IOException {
    for (long proc : occupants.sortedKeys()) {
      end(proc, occupants.get(proc), time, true);
    }
  }

  private void end(long proc, Occupant occupant, long time, boolean open) throws IOException {
    if (occupant.present) {
      occupant.present = false;
      span.become(SpanKind.CARRIER, occupant.since, time);
      span.cut(false, open);
      span.of(occupant.thread, proc);
      span.in(occupant.state);
      span.emit();
    }
  }
}
