package dev.loomtrace.question;

import dev.loomtrace.analysis.PathUnit;
import dev.loomtrace.analysis.PathUnits;
import dev.loomtrace.analysis.StoredTasks;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Whose states were those of tasks, from when to when: from a store, or from the trace if a task's
 * course is too long to be kept in the store.
 */
public final class TaskUnits {
  private TaskUnits() {}

  /**
   * Those of all tasks that began and ended in the trace, in the order of their ends. Takes memory
   * in proportion to their number.
   *
   * @param stored the tasks of the trace's store
   */
  public static List<PathUnit> all(StoredTasks stored, TraceSource trace) throws IOException {
    Optional<List<PathUnit>> kept = stored.whole(any -> true);
    if (kept.isPresent()) {
      return kept.get();
    }
    PathUnits units = PathUnits.ofTasks(any -> true, FrameOrigins.DEFAULT);
    Timeline timeline = new Timeline(units);
    trace.read(timeline);
    timeline.end();
    return units.whole();
  }

  /**
   * That of one task, of several with that id the first one; empty if it began before the trace, or
   * had not ended with it. If the trace is read for it, then up to the task's end.
   *
   * @param stored the tasks of the trace's store
   */
  public static Optional<PathUnit> of(StoredTasks stored, TraceSource trace, long task)
      throws IOException {
    Optional<List<PathUnit>> kept = stored.unit(task);
    if (kept.isPresent()) {
      return kept.get().stream().findFirst();
    }
    PathUnits units = PathUnits.ofTasks(any -> any.id() == task, FrameOrigins.DEFAULT);
    Timeline timeline = new Timeline(units);
    trace.readAgain(() -> !units.whole().isEmpty(), timeline);
    timeline.end();
    return units.whole().stream().findFirst();
  }
}
