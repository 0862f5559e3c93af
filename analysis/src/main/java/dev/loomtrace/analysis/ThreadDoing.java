package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.WaitCause;

/** What a thread does since its last change. Small, since there may be one for each thread. */
class ThreadDoing {
  /** What it does; undetermined if no event tells. */
  GoState state = GoState.UNDETERMINED;

  /** Why. */
  WaitCause cause = WaitCause.NONE;

  /** Where it began to. */
  Stack stack = Stack.NONE;

  /** Whether it waits for work. */
  boolean idle;

  private long since;
  private long stopsBefore;

  /** Whether a thread waits in it for something: its waits are told of. */
  static boolean isWait(GoState state) {
    return state == GoState.WAITING || state == GoState.PINNED;
  }

  /**
   * It does from now on what its state says.
   *
   * @param g null if nothing is known of it
   * @param from since when that counts, which may be before it was heard of
   * @param now when it was heard of
   */
  final void begin(TraceState.Goroutine g, BreakdownContext context, long from, long now) {
    boolean known = g != null && g.cause().isTold();
    state = known ? g.state() : GoState.UNDETERMINED;
    cause = known ? g.cause() : WaitCause.NONE;
    stack = known ? g.stack() : Stack.NONE;
    idle = state == GoState.WAITING && context.places().isIdle(cause, stack);
    since = from;
    stopsBefore = context.stops().until(now);
  }

  /**
   * Adds the time until now to what it did.
   *
   * @return how long that was, in nanoseconds
   */
  final long spend(SpentTime to, BreakdownContext context, long time) {
    long span = time - since;
    long stopped = context.stops().until(time);
    int reason = state == GoState.WAITING ? context.words().number(cause) : 0;
    to.add(SpanState.of(state, cause), reason, span, stopped - stopsBefore);
    since = time;
    stopsBefore = stopped;
    return span;
  }
}
