package dev.loomtrace.tool;

/** Words for what goroutines do, for people. */
final class States {
  private States() {}

  /** Waiting for this reason. */
  static String blocked(String reason) {
    return reason.isEmpty() ? "blocked, reason unknown" : "blocked: " + reason;
  }
}
