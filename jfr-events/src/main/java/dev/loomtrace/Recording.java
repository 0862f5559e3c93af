package dev.loomtrace;

/**
 * The one journal of this run time. A constant, so that compiled code reduces the question whether
 * something is recorded to one load and one branch.
 */
final class Recording {
  static final Journal JOURNAL = journal();

  private Recording() {}

  private static Journal journal() {
    try {
      return new JfrJournal();
    } catch (LinkageError | RuntimeException e) {
      // This run time has no jdk.jfr, the application does not read it, or may not record.
      return new Journal() {};
    }
  }
}
