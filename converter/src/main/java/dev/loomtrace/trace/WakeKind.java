package dev.loomtrace.trace;

/** How a thread that waited was made runnable. */
public enum WakeKind {
  /** Not known, or nothing was made runnable. */
  UNKNOWN("unknown"),
  /** Another thread woke it; the waker is that thread. */
  THREAD("a thread"),
  /** The wait's time limit was over. */
  TIMER("a timer"),
  /** A poller found a socket ready. */
  POLLER("a poller of sockets"),
  /** A monitor was left; the waker is the thread that left it, if known. */
  MONITOR("leaving the monitor"),
  /** It was notified; the waker is the notifying thread, if known. */
  NOTIFIER("a notification"),
  /** It was interrupted; the waker is the interrupting thread, if known. */
  INTERRUPT("an interrupt"),
  /** The scheduler, between two threads; as when one has ended that others wait for. */
  SCHEDULER("the scheduler"),
  /** A thread of the runtime's own that is not part of the program. */
  NATIVE("a thread of the runtime");

  private final String word;

  WakeKind(String word) {
    this.word = word;
  }

  /** Whether it is done by a thread of the program, which may not be known. */
  public boolean byThread() {
    return switch (this) {
      case THREAD, MONITOR, NOTIFIER, INTERRUPT -> true;
      case UNKNOWN, TIMER, POLLER, SCHEDULER, NATIVE -> false;
    };
  }

  /** The word for people, as in "ended by a timer". */
  public String word() {
    return word;
  }
}
