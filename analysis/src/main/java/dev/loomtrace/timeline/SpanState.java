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
  BLOCKED,
  /** Waits, and keeps its operating system thread: a system call, or a pinned virtual thread. */
  PINNED;

  /** The state of a thread that the event model has in this state. */
  public static SpanState of(GoState state) {
    return switch (state) {
      case UNDETERMINED, NOT_EXIST -> UNKNOWN;
      case RUNNING -> RUNNING;
      case RUNNABLE -> RUNNABLE;
      case WAITING -> BLOCKED;
      case SYSCALL, PINNED -> PINNED;
    };
  }
}
