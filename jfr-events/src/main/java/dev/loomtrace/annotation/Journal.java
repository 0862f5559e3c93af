package dev.loomtrace.annotation;

/**
 * Where annotations go. This interface itself discards them: it is what a run time without the
 * module {@code jdk.jfr} gets, so nothing here may name a class of that module.
 */
public interface Journal {
  /** An open task. */
  interface TaskEntry {
    /** The entry of a task that is not recorded. */
    TaskEntry NONE =
        new TaskEntry() {
          @Override
          public void identify(String externalId) {}

          @Override
          public boolean describe(String... attributes) {
            return true;
          }

          @Override
          public void rename(String name) {}

          @Override
          public void complete() {}
        };

    /**
     * Gives the task an external id; null: none. Any thread may call this; it has no effect after
     * {@link #complete}.
     */
    void identify(String externalId);

    /**
     * Adds attributes, or replaces the values of those that have these keys. Any thread may call
     * this; it has no effect after {@link #complete}.
     *
     * @param attributes key, value, key, value, …, of which null is recorded as {@code null}; not
     *     kept. A last key without a value is ignored
     * @return false if one was left out, as the task has as many attributes as it may have
     */
    boolean describe(String... attributes);

    /**
     * Gives the task another name. Any thread may call this; it has no effect after {@link
     * #complete}.
     */
    void rename(String name);

    /** Writes the task, from its start to now; called once. Its event thread is the caller. */
    void complete();
  }

  /** Whether a recording wants tasks now. */
  default boolean tasks() {
    return false;
  }

  /** Whether a recording wants regions now. */
  default boolean regions() {
    return false;
  }

  /** Whether a recording wants logs now. */
  default boolean logs() {
    return false;
  }

  /**
   * Opens an entry for a task that starts now on this thread.
   *
   * @param handle what ends the task; not kept reachable, and the task is forgotten when it is not
   */
  default TaskEntry beginTask(Object handle, long id, long parent, String name) {
    return TaskEntry.NONE;
  }

  /**
   * Opens a region that starts now on this thread. Only called after {@link #regions} was true.
   *
   * @param task id of its task; 0: none
   * @param owner id of this thread
   * @param outer the region around it; null: none
   */
  default OpenRegion beginRegion(long task, String name, long owner, OpenRegion outer) {
    throw new UnsupportedOperationException("a journal that wants no regions");
  }

  /**
   * Writes that a thread that is about to be created inherits a task. Called in the constructor of
   * {@link Thread}, so it never throws.
   */
  default void inherit(long task) {}

  /** Writes a log message. */
  default void log(long task, String category, String message) {}
}
