package dev.loomtrace.trace;

/**
 * Why threads wait, in Java's words: recordings have it as the first words of a transition's
 * detail, since the reason is in Go's.
 */
public enum JavaReason {
  /** A lock or another synchronizer. */
  LOCK("lock"),
  /** A condition of a lock. */
  CONDITION("condition"),
  /** {@code Thread.sleep}. */
  SLEEP("Thread.sleep"),
  /** A socket. */
  SOCKET("socket"),
  /** {@code Thread.yield}. */
  YIELD("Thread.yield"),
  /** Entering a monitor. */
  MONITOR("monitor"),
  /** {@code Object.wait}. */
  WAIT("Object.wait"),
  /** The result of a future. */
  FUTURE("future"),
  /** {@code Thread.join}. */
  JOIN("join"),
  /** Taking from a queue. */
  QUEUE_TAKE("queue take"),
  /** Putting into a queue. */
  QUEUE_PUT("queue put"),
  /** A file. */
  FILE("file"),
  /** The JDK's own waiting. */
  SYSTEM("system");

  /** Go's reason for what the platform's own goroutines wait for, whatever the detail says. */
  public static final String GO_SYSTEM = "system goroutine wait";

  private static final JavaReason[] ALL = values();

  private final String words;

  JavaReason(String words) {
    this.words = words;
  }

  /** The words. */
  public String words() {
    return words;
  }

  /**
   * Why a goroutine waits, in the words of its platform: Java's if the detail has them, else the
   * reason itself.
   *
   * @param reason a transition's reason
   * @param detail its detail
   */
  public static String of(String reason, String detail) {
    if (detail.isEmpty()) {
      return reason;
    }
    if (reason.equals(GO_SYSTEM)) {
      return SYSTEM.words;
    }
    for (JavaReason java : ALL) {
      if (detail.startsWith(java.words)
          && (detail.length() == java.words.length()
              || detail.charAt(java.words.length()) == ' ')) {
        return java.words;
      }
    }
    return reason;
  }
}
