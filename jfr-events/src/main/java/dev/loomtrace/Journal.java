package dev.loomtrace;

/**
 * Where annotations go. This interface itself goes nowhere: it is what a run time without the
 * module {@code jdk.jfr} gets, so nothing here may name a class of that module.
 */
interface Journal {
  /** What is open in a journal. */
  interface Entry {
    /** The entry of what nobody records. */
    Entry NONE =
        new Entry() {
          @Override
          public void complete() {}

          @Override
          public void announce() {}
        };

    /** Writes the entry, from its begin to now; called once. Its event thread is the caller. */
    void complete();

    /** Writes that it is open. Any thread may call this, also while another completes it. */
    void announce();
  }

  /** Whether somebody records tasks now. */
  default boolean tasks() {
    return false;
  }

  /** Whether somebody records regions now. */
  default boolean regions() {
    return false;
  }

  /** Whether somebody records logs now. */
  default boolean logs() {
    return false;
  }

  /** Opens an entry for a task that begins now on this thread; does not keep it reachable. */
  default Entry begin(Task task, long parent) {
    return Entry.NONE;
  }

  /** Opens an entry for a region that begins now on this thread. */
  default Entry begin(Region region) {
    return Entry.NONE;
  }

  /** Writes a log message. */
  default void log(long task, String category, String message) {}
}
