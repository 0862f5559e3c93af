package dev.loomtrace.explorer.api;

import dev.loomtrace.timeline.SpanState;

/** A counter that no event of the trace has: how many threads are in a state, from the store. */
enum ThreadCounter {
  /** Threads that run. */
  RUNNING("running threads", SpanState.RUNNING),
  /** Threads that could run, and wait for a carrier or processor. */
  RUNNABLE("runnable threads", SpanState.RUNNABLE);

  private final String label;
  private final SpanState state;

  ThreadCounter(String label, SpanState state) {
    this.label = label;
    this.state = state;
  }

  /** What it is called. */
  String label() {
    return label;
  }

  /** What is counted. */
  SpanState state() {
    return state;
  }
}
