package dev.loomtrace.trace;

/** What a range or a label belongs to. */
public enum ResourceKind {
  /** The whole program. */
  NONE("None"),
  /** A goroutine. */
  GOROUTINE("Goroutine"),
  /** A proc. */
  PROC("Proc"),
  /** A thread. */
  THREAD("Thread");

  private final String goName;

  ResourceKind(String goName) {
    this.goName = goName;
  }

  /** The kind's name in {@code golang.org/x/exp/trace}, such as {@code Goroutine}. */
  @Override
  public String toString() {
    return goName;
  }
}
