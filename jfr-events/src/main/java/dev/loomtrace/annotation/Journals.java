package dev.loomtrace.annotation;

/**
 * The one journal of this run time. A constant, so that compiled code reduces the question whether
 * something is recorded to one load and one branch.
 */
public final class Journals {
  /** Where annotations go. */
  public static final Journal JOURNAL = journal();

  private Journals() {}

  private static Journal journal() {
    try {
      return new JfrJournal();
    } catch (LinkageError | RuntimeException e) {
      // This run time has no jdk.jfr, the application does not read it, or may not record.
      return new Journal() {};
    }
  }
}
