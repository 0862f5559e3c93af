package dev.loomtrace.gotrace.v2;

import dev.loomtrace.trace.Context;

/** What is bound to a thread. */
final class ThreadState {
  final long id;

  /** Id of the goroutine that runs on it, or {@link Context#NO_GOROUTINE}. */
  long goroutine = Context.NO_GOROUTINE;

  /** Id of the proc that it holds, or {@link Context#NO_PROC}. */
  long proc = Context.NO_PROC;

  /** The state of that goroutine if it still has that id; saves looking it up for each event. */
  GoroutineState goroutineState = GoroutineState.NONE;

  ThreadState(long id) {
    this.id = id;
  }

  void run(GoroutineState goroutine) {
    this.goroutine = goroutine.id;
    this.goroutineState = goroutine;
  }

  void unbind() {
    goroutine = Context.NO_GOROUTINE;
    proc = Context.NO_PROC;
  }
}
