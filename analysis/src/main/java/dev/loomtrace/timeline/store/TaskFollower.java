package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.SpanSink;

/** Finds out what becomes of tasks while the store of their trace is made. */
@FunctionalInterface
public interface TaskFollower {
  /**
   * Follows the tasks of a trace from its first event on.
   *
   * @param out takes what was found out of a task, between the task's span and the next one
   * @return takes the trace, before the store does
   */
  SpanSink follow(TaskCourseOutput out);
}
