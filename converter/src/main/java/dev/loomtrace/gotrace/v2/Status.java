package dev.loomtrace.gotrace.v2;

import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;

/**
 * Statuses of goroutines and procs, as numbers of the format. Source: {@code
 * internal/trace/tracev2/events.go} of Go 1.26.
 */
final class Status {
  static final byte GO_RUNNABLE = 1;
  static final byte GO_RUNNING = 2;
  static final byte GO_SYSCALL = 3;
  static final byte GO_WAITING = 4;

  static final byte PROC_RUNNING = 1;
  static final byte PROC_IDLE = 2;

  /** Held by a thread that is in a system call: another thread may steal it. */
  static final byte PROC_SYSCALL = 3;

  /** As before, but which thread held it is not known, or no longer of interest. */
  static final byte PROC_SYSCALL_ABANDONED = 4;

  private static final GoState[] GO_STATES = {
    GoState.UNDETERMINED, GoState.RUNNABLE, GoState.RUNNING, GoState.SYSCALL, GoState.WAITING
  };
  private static final ProcState[] PROC_STATES = {
    ProcState.UNDETERMINED, ProcState.RUNNING, ProcState.IDLE, ProcState.RUNNING, ProcState.IDLE
  };

  private Status() {}

  /** Whether goroutines, or procs, have this status. Go knows 0 as well, as a bad one. */
  static boolean exists(int status) {
    return status < GO_STATES.length;
  }

  /** The state that a goroutine's status means. */
  static GoState goState(int status) {
    return GO_STATES[status];
  }

  /** The state that a proc's status means. */
  static ProcState procState(int status) {
    return PROC_STATES[status];
  }

  /** What a fault calls a goroutine's status. */
  static String goName(int status) {
    return status == 0 ? "Bad" : goState(status).toString();
  }

  /** What a fault calls a proc's status. */
  static String procName(int status) {
    return switch (status) {
      case 0 -> "Bad";
      case PROC_SYSCALL -> "Syscall";
      case PROC_SYSCALL_ABANDONED -> "SyscallAbandoned";
      default -> procState(status).toString();
    };
  }
}
