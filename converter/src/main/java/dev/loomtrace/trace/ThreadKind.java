package dev.loomtrace.trace;

/** What kind of thread a goroutine is. */
public enum ThreadKind {
  /** A goroutine of a Go program, or of a thread of which nothing is known. */
  GOROUTINE("goroutine"),
  /** A virtual thread of a JVM. */
  VIRTUAL("virtual thread"),
  /** A platform thread of a JVM. */
  PLATFORM("platform thread"),
  /** The runtime's own: a poller, the garbage collector. */
  SYSTEM("system thread");

  private final String word;

  ThreadKind(String word) {
    this.word = word;
  }

  /** The word for people. */
  public String word() {
    return word;
  }
}
