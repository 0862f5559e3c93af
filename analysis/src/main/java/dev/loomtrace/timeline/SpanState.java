package dev.loomtrace.timeline;

import dev.loomtrace.trace.GoState;

/**
 * What a thread does.
 *
 * <p>That the world is stopped is not among them: a pause would cut the spans of all threads. It is
 * a range, which readers lay over the states.
 */
public enum SpanState {
  /** Not known. */
  UNKNOWN,
  /** Runs on a proc. */
  RUNNING,
  /** Could run, and waits for a proc. */
  RUNNABLE,
  /** Waits for something else. */
  WAITING,
  /** In a system call, in which it keeps its operating system thread. */
  SYSCALL,
  /** Waits, of a virtual thread, and keeps its carrier all the same. */
  PINNED;

  private static final SpanState[] OF_STATES = ofStates();

  /** The state of a thread that the event model has in this state. */
  public static SpanState of(GoState state) {
    return OF_STATES[state.ordinal()];
  }

  private static SpanState[] ofStates() {
    GoState[] states = GoState.values();
    SpanState[] result = new SpanState[states.length];
    for (GoState state : states) {
      result[state.ordinal()] =
          switch (state) {
            case UNDETERMINED, NOT_EXIST -> UNKNOWN;
            case RUNNING -> RUNNING;
            case RUNNABLE -> RUNNABLE;
            case WAITING -> WAITING;
            case SYSCALL -> SYSCALL;
            case PINNED -> PINNED;
          };
    }
    return result;
  }
}
