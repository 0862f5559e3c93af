package dev.loomtrace.trigger;

/** Who is told that a rule was broken. */
public interface Sink {
  /**
   * A rule was broken. Called where it happens, perhaps by a thread of the application: returns
   * within microseconds, waits for nothing, and never throws.
   *
   * @param rule which of the sink's rules, from 0
   * @param thread the culprit; 0: no single one
   * @param taskId 0: it is about no task
   * @param name of the task, or what was waited for; null: not known
   * @param lasted nanoseconds; 0: not known
   * @param limit nanoseconds; 0: none
   */
  void fired(int rule, long thread, long taskId, String name, long lasted, long limit);

  /** So many more were broken of which no more is known. */
  default void missed(long count) {}
}
