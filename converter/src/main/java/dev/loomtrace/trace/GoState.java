package dev.loomtrace.trace;

/** State of a goroutine. */
public enum GoState {
  /** Not known: the goroutine has not been seen before. */
  UNDETERMINED("Undetermined"),
  /** Not created yet, or ended. */
  NOT_EXIST("NotExist"),
  /** Could run, and waits for a proc. */
  RUNNABLE("Runnable"),
  /** Runs on a thread. */
  RUNNING("Running"),
  /** Waits for something other than a proc. */
  WAITING("Waiting"),
  /** In a system call, bound to its thread; of a JVM: blocked and pinned to its carrier. */
  SYSCALL("Syscall");

  private final String goName;

  GoState(String goName) {
    this.goName = goName;
  }

  /** Whether a goroutine in this state has a thread to itself. */
  public boolean executing() {
    return this == RUNNING || this == SYSCALL;
  }

  /** The state's name in {@code golang.org/x/exp/trace}, such as {@code NotExist}. */
  @Override
  public String toString() {
    return goName;
  }
}
