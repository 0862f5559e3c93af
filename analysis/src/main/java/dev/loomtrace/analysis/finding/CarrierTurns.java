package dev.loomtrace.analysis.finding;

import dev.loomtrace.analysis.DurationHistogram;
import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.TraceState;

/**
 * Who of the light threads (goroutines and virtual threads) runs and who could: how long threads
 * that could run have waited until now, altogether and since each carrier was taken.
 */
final class CarrierTurns {
  private final Pauses pauses;
  private final LongMap<Turn> turns = new LongMap<>();
  private final DurationHistogram waits = new DurationHistogram();
  private final Density queues = new Density();
  private final Density turnsBegun = new Density();
  private final Density uses = new Density();
  // Whether the span before the event was of its thread: it has another state than before.
  private long changed = Context.NO_GOROUTINE;
  private long appeared = Context.NO_GOROUTINE;
  private long runnable;
  private long executing;
  private long mostExecuting;
  private long time;
  // Until then, altogether.
  private long stopped;
  // Without that.
  private long now;
  private long waited;
  private long ran;
  private long waitedForTurn;

  /** A turn of a thread on a carrier. */
  static final class Turn {
    private long thread = Context.NO_GOROUTINE;
    private long since;
    private long waited;
    private long stopped;

    /** How long others had waited when it began. */
    long waited() {
      return waited;
    }

    /** How long the world had been stopped then. */
    long stopped() {
      return stopped;
    }
  }

  CarrierTurns(Pauses pauses) {
    this.pauses = pauses;
  }

  /** A light thread was in a state until now. */
  void state(SpanView span) {
    advance(span.end());
    changed = span.thread();
    switch (span.state()) {
      case RUNNABLE -> {
        runnable = Math.max(0, runnable - 1);
        waits.add(span.duration());
        waitedForTurn += span.duration();
        queues.add(span.begin(), span.end(), 1);
        turnsBegun.count(span.end(), 1);
      }
      case RUNNING -> {
        executing = Math.max(0, executing - 1);
        ran += span.duration();
        uses.add(span.begin(), span.end(), 1);
      }
      case PINNED -> executing = Math.max(0, executing - 1);
      case WAITING, SYSCALL, UNKNOWN -> {
        // On no carrier, or on one that others may have.
      }
    }
  }

  /** What others had waited when the turn began that a span tells of; null if it is not known. */
  Turn turn(SpanView span) {
    Turn turn = turns.get(span.proc());
    return turn != null && turn.thread == span.thread() && turn.since == span.begin() ? turn : null;
  }

  /** An event about a thread; its spans came before. */
  void event(EventView event, TraceState state) {
    if (event.kind() != EventKind.GO_TRANSITION) {
      return;
    }
    TraceState.Goroutine g = state.goroutine(event.resourceId());
    if (g == null || !isLight(g.kind())) {
      return;
    }
    if (changed != g.id()) {
      // A state that is told again is none that begins.
      if (g.seen() != event.time() || appeared == g.id()) {
        return;
      }
      appeared = g.id();
    }
    changed = Context.NO_GOROUTINE;
    advance(event.time());
    if (g.state() == GoState.RUNNABLE) {
      runnable++;
    } else if (SpanState.of(g.state(), g.cause()) == SpanState.RUNNING
        || g.state() == GoState.PINNED) {
      executing++;
      mostExecuting = Math.max(mostExecuting, executing);
      begin(g);
    }
  }

  private void begin(TraceState.Goroutine g) {
    if (g.proc() == Context.NO_PROC) {
      return;
    }
    Turn turn = turns.get(g.proc());
    if (turn == null) {
      turn = new Turn();
      turns.put(g.proc(), turn);
    }
    turn.thread = g.id();
    turn.since = g.since();
    turn.waited = waited;
    turn.stopped = stopped;
  }

  private void advance(long until) {
    if (until != time) {
      time = until;
      stopped = pauses.until(until);
      long going = until - stopped;
      waited += runnable * (going - now);
      now = going;
    }
  }

  static boolean isLight(ThreadKind kind) {
    return kind == ThreadKind.GOROUTINE || kind == ThreadKind.VIRTUAL;
  }

  /** How long threads that could run have waited until now, added up. */
  long waited() {
    return waited;
  }

  /** The same of those that have had their turn since. */
  long waitedForTurn() {
    return waitedForTurn;
  }

  /** How long they were. */
  DurationHistogram waits() {
    return waits;
  }

  /** How these waits are spread over the trace. */
  Density queues() {
    return queues;
  }

  /** How many of these waits ended when. */
  Density turnsBegun() {
    return turnsBegun;
  }

  /** How the time for which light threads ran is spread over the trace. */
  Density uses() {
    return uses;
  }

  /** How long light threads ran. */
  long ran() {
    return ran;
  }

  /** How many had a carrier at a time, at most; at least 1. */
  long carriers() {
    return Math.max(1, mostExecuting);
  }
}
