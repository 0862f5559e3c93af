package dev.loomtrace.timeline;

import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.WaitCause;

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

  /**
   * The state of a thread that the event model has in this state.
   *
   * @param cause why it is in it; a wait that no event tells of may be none, and is unknown
   */
  public static SpanState of(GoState state, WaitCause cause) {
    return cause.isTold() ? OF_STATES[state.ordinal()] : UNKNOWN;
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
