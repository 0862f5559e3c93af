package dev.loomtrace.trace;

/** State of a proc. */
public enum ProcState {
  /** Not known: the proc has not been seen before. */
  UNDETERMINED("Undetermined"),
  /** Does not exist. */
  NOT_EXIST("NotExist"),
  /** Held by a thread, which may run goroutines. */
  RUNNING("Running"),
  /** Held by no thread. */
  IDLE("Idle");

  private final String goName;

  ProcState(String goName) {
    this.goName = goName;
  }

  /** Whether a proc in this state is held by a thread. */
  public boolean executing() {
    return this == RUNNING;
  }

  /** The state's name in {@code golang.org/x/exp/trace}, such as {@code Idle}. */
  @Override
  public String toString() {
    return goName;
  }
}
