package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Collects units of work: those that began and ended in the trace. Needs memory in proportion to
 * their number; of tasks on which several threads work at a time, to how often that changes.
 */
public final class PathUnits implements SpanSink {
  private final List<PathUnit> whole = new ArrayList<>();
  private final Optional<TaskBreakdown> tasks;
  private final Predicate<String> groups;
  private long cut;

  private PathUnits(Predicate<TraceState.Task> tasks, FrameOrigins origins) {
    this.groups = group -> false;
    this.tasks =
        Optional.of(new TaskBreakdown(tasks, this::ended, CourseRoom.unlimited(), origins));
  }

  private PathUnits(Predicate<String> groups) {
    this.groups = groups;
    this.tasks = Optional.empty();
  }

  /**
   * Units that are tasks.
   *
   * @param wanted which
   * @param origins what is the application's own code
   */
  public static PathUnits ofTasks(Predicate<TraceState.Task> wanted, FrameOrigins origins) {
    return new PathUnits(wanted, origins);
  }

  /**
   * Units that are lives of threads.
   *
   * @param groups the groups that they are of, by name, as {@link ThreadGroups} has them
   */
  public static PathUnits ofThreads(Predicate<String> groups) {
    return new PathUnits(groups);
  }

  private void ended(TraceState.Task task, PathUnit unit) {
    if (task.goroutine() != Context.NO_GOROUTINE) {
      whole.add(unit);
    }
  }

  @Override
  public Set<SpanKind> kinds() {
    return tasks.map(TaskBreakdown::kinds).orElse(EnumSet.of(SpanKind.LIFE));
  }

  @Override
  public void accept(SpanView span) throws IOException {
    if (tasks.isPresent()) {
      tasks.get().accept(span);
      return;
    }
    if (!groups.test(GroupNames.of(span))) {
      return;
    }
    if (span.beganBefore() || span.open()) {
      cut++;
    } else {
      whole.add(PathUnit.ofThread(span.thread(), span.begin(), span.end()));
    }
  }

  @Override
  public void event(EventView event, TraceState state) {
    if (tasks.isPresent()) {
      tasks.get().event(event, state);
    }
  }

  /** Those that began and ended in the trace, in the order of their ends. */
  public List<PathUnit> whole() {
    return Collections.unmodifiableList(whole);
  }

  /** How many others there are, of which the beginning or the end is not known. */
  public long cut() {
    return tasks.map(TaskBreakdown::matched).map(all -> all - whole.size()).orElse(cut);
  }
}
