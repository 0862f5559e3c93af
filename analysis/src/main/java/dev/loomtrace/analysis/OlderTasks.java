package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.TraceState;

/**
 * Tasks that the trace speaks of without telling of their begin: they began before it, nobody knows
 * when, and their names and parents are not known either. So it is with the flight recorder of Go.
 */
final class OlderTasks {
  // A region may outlive its task: that one has ended, and is none of these. Of those that ended
  // the last ones are remembered, at least so many.
  private static final int REMEMBERED = 100_000;

  private final LongMap<TraceState.Task> open = new LongMap<>();
  private LongMap<Boolean> ended = new LongMap<>();
  private LongMap<Boolean> endedBefore = new LongMap<>();

  /**
   * Takes note of a task that an event names.
   *
   * @param begin when the trace began
   * @return the task if it is one of these, and was not known yet; else null
   */
  TraceState.Task named(long id, long begin, TraceState state) {
    if (id == EventView.BACKGROUND_TASK
        || id == EventView.NO_TASK
        || state.task(id) != null
        || open.get(id) != null
        || ended.get(id) != null
        || endedBefore.get(id) != null) {
      return null;
    }
    // Nobody in the trace began it.
    TraceState.Task task =
        new TraceState.Task(id, EventView.NO_TASK, "", begin, Context.NO_GOROUTINE);
    open.put(id, task);
    return task;
  }

  /** One of these by its id; null if it is none, or has ended. */
  TraceState.Task get(long id) {
    return open.get(id);
  }

  /** A task has ended, one of these or another. */
  void ended(long id) {
    open.remove(id);
    if (ended.size() >= REMEMBERED) {
      endedBefore = ended;
      ended = new LongMap<>();
    }
    ended.put(id, Boolean.TRUE);
  }

  /** An id has been given to a new task. */
  void begins(long id) {
    open.remove(id);
    ended.remove(id);
    endedBefore.remove(id);
  }
}
