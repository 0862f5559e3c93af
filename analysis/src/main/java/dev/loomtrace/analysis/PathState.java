package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.trace.GoState;

/** What a thread did that had to act for a unit of work to go on. */
public enum PathState {
  /** It ran. */
  RUNNING,
  /** It could run, and waited for a carrier or processor. */
  RUNNABLE,
  /** It was in a system call, or blocked while pinned to a carrier. */
  PINNED,
  /** The world was stopped. */
  STOPPED,
  /** It waited for what no thread of the program ended, as far as is known. */
  BLOCKED,
  /** A pool's thread had nothing to do yet, and it is not known who handed it the work. */
  HAND_OFF,
  /** Not known. */
  UNKNOWN,
  /** It was before the recording. */
  BEFORE;

  /** That of a thread's state; whether the world was stopped is another question. */
  static PathState of(SpanState state) {
    return switch (state) {
      case RUNNING -> RUNNING;
      case RUNNABLE -> RUNNABLE;
      case PINNED, SYSCALL -> PINNED;
      case WAITING -> BLOCKED;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** The same for a state of the event model. */
  static PathState of(GoState state) {
    return switch (state) {
      case RUNNING -> RUNNING;
      case RUNNABLE -> RUNNABLE;
      case PINNED, SYSCALL -> PINNED;
      case WAITING -> BLOCKED;
      case UNDETERMINED, NOT_EXIST -> UNKNOWN;
    };
  }

  /** Whether it is not so while the world is stopped. */
  boolean stops() {
    return this == RUNNING || this == RUNNABLE || this == UNKNOWN;
  }
}
