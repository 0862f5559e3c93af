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
  /** In a system call, bound to its thread. */
  SYSCALL("Syscall"),
  /** Waits, of a JVM, and keeps its carrier all the same. */
  PINNED("Pinned");

  private final String word;

  GoState(String word) {
    this.word = word;
  }

  /** Whether a goroutine in this state has a thread to itself. */
  public boolean executing() {
    return this == RUNNING || keepsThread();
  }

  /** Whether a goroutine in this state does not run its code and keeps its thread all the same. */
  public boolean keepsThread() {
    return this == SYSCALL || this == PINNED;
  }

  /** The state's name, such as {@code NotExist}. */
  @Override
  public String toString() {
    return word;
  }
}
