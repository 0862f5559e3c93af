package dev.loomtrace.question;

import dev.loomtrace.analysis.PathUnit;
import dev.loomtrace.analysis.PathUnits;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Whose states were those of tasks, from when to when. No store says it, since it takes all events
 * of a task to know who works on it: so the trace is read.
 */
public final class TaskUnits {
  private TaskUnits() {}

  /**
   * Those of all tasks that began and ended in the trace, in the order of their ends. Takes memory
   * in proportion to their number.
   *
   * @param origins what is the application's own code
   */
  public static List<PathUnit> all(TraceSource trace, FrameOrigins origins) throws IOException {
    PathUnits units = PathUnits.ofTasks(any -> true, origins);
    Timeline timeline = new Timeline(units);
    trace.read(timeline);
    timeline.end();
    return units.whole();
  }

  /**
   * That of one task, for which the trace is read up to its end; empty if it began before the
   * trace, or had not ended with it.
   *
   * @param origins what is the application's own code
   */
  public static Optional<PathUnit> of(TraceSource trace, FrameOrigins origins, long task)
      throws IOException {
    PathUnits units = PathUnits.ofTasks(any -> any.id() == task, origins);
    Timeline timeline = new Timeline(units);
    trace.readAgain(() -> !units.whole().isEmpty(), timeline);
    timeline.end();
    return units.whole().stream().findFirst();
  }
}
