package dev.loomtrace.analysis;

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

  /**
   * It does from now on what its state says.
   *
   * @param g null if nothing is known of it
   * @param stopped how long the world has been stopped so far
   */
  final void begin(TraceState.Goroutine g, CodePlaces places, long time, long stopped) {
    boolean known = g != null && g.cause().isTold();
    state = known ? g.state() : GoState.UNDETERMINED;
    cause = known ? g.cause() : WaitCause.NONE;
    stack = known ? g.stack() : Stack.NONE;
    idle = state == GoState.WAITING && places.isIdle(cause, stack);
    since = time;
    stopsBefore = stopped;
  }

  /**
   * Adds the time until now to what it did.
   *
   * @return how long that was, in nanoseconds
   */
  final long spend(SpentTime to, long time, long stopped) {
    long span = time - since;
    to.add(state, cause.word(), span, stopped - stopsBefore);
    since = time;
    stopsBefore = stopped;
    return span;
  }
}
