package dev.loomtrace.analysis;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.timeline.store.TaskCourseOutput;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;
import java.util.Set;

/**
 * Tells a store whose states were those of each task, as {@link PathUnits} collects them. Its
 * memory is in proportion to the tasks that have not ended, and the {@link CourseRoom} that the
 * longest of them have. Of those for which that does not do it tells no numbers.
 */
final class CourseSink implements SpanSink {
  private final TaskCourseOutput out;
  private final TaskBreakdown tasks;
  // The names of those that have not ended.
  private final LongMap<String> open = new LongMap<>();
  private long beginner;
  // Of the task that ends with this event; null if it is none, or began before the trace.
  private PathUnit ended;

  CourseSink(TaskCourseOutput out, CourseRoom room) {
    this.out = out;
    tasks = new TaskBreakdown(this::begins, this::ended, room, FrameOrigins.DEFAULT);
  }

  private boolean begins(TraceState.Task task) {
    cut(task.id()); // An id that is used again without an end.
    if (task.goroutine() == Context.NO_GOROUTINE) {
      out.cut(task.id(), task.type()); // It is older, so that whatever it does is not asked for.
      return false;
    }
    open.put(task.id(), task.type());
    return true;
  }

  private void ended(TraceState.Task task, PathUnit unit) {
    open.remove(task.id());
    ended = unit;
  }

  private void cut(long id) {
    String name = open.remove(id);
    if (name != null) {
      out.cut(id, name);
    }
  }

  @Override
  public Set<SpanKind> kinds() {
    return tasks.kinds();
  }

  @Override
  public void accept(SpanView task) {
    beginner = task.thread();
    tasks.accept(task);
  }

  @Override
  public void event(EventView event, TraceState state) throws IOException {
    tasks.event(event, state);
    if (ended != null) {
      out.course(ended.toNumbers(beginner));
      ended = null;
    }
  }

  @Override
  public void end(TraceExtent extent) {
    for (long id : open.sortedKeys()) {
      cut(id);
    }
  }
}
