package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.TaskCourses;
import dev.loomtrace.timeline.store.TaskFollower;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The tasks of a store as units of work: the same as {@link PathUnits} finds by reading the trace.
 * For any number of threads.
 */
public final class StoredTasks {
  /** Has a store say whose states were those of tasks, from the usual view of what is own code. */
  public static final TaskFollower FOLLOWER = CourseSink::new;

  private final SpanStore store;

  private StoredTasks(SpanStore store) {
    this.store = store;
  }

  /** Those of a store; empty if it was made without {@link #FOLLOWER}. */
  public static Optional<StoredTasks> of(SpanStore store) {
    return store.taskCourses().map(courses -> new StoredTasks(store));
  }

  private TaskCourses courses() {
    return store.taskCourses().orElseThrow();
  }

  /**
   * The unit of a task, of several with that id the first one that ended; empty if it began before
   * the trace, or had not ended with it.
   */
  public Optional<PathUnit> unit(long id) {
    ListCursor task = store.listCursor();
    TaskCourses courses = courses();
    Optional<PathUnit> unit = Optional.empty();
    for (int earlier = 0; unit.isEmpty() && task.seekTask(id, earlier); earlier++) {
      unit = unit(task, courses);
    }
    return unit;
  }

  private static Optional<PathUnit> unit(ListCursor task, TaskCourses courses) {
    return courses
        .of(task.number())
        .map(
            numbers ->
                PathUnit.ofNumbers(task.id(), task.begin(), task.end(), task.thread(), numbers));
  }

  /**
   * Those that began and ended in the trace, in the order of their ends. Takes memory in proportion
   * to their number.
   *
   * @param wanted which; of a task that it is asked about, only the id and the name are sure to be
   *     known
   */
  public List<PathUnit> whole(Predicate<TraceState.Task> wanted) {
    List<PathUnit> whole = new ArrayList<>();
    TaskCourses courses = courses();
    ListCursor task = store.listCursor();
    task.between(SpanKind.TASK, Long.MIN_VALUE, Long.MAX_VALUE);
    while (task.next()) {
      if (wanted.test(
          new TraceState.Task(
              task.id(), task.parent(), task.name(), task.begin(), task.thread()))) {
        unit(task, courses).ifPresent(whole::add);
      }
    }
    return whole;
  }

  /** Those that began and ended in the trace, and how many others there are. */
  public FoundUnits found(Predicate<TraceState.Task> wanted) {
    long[] cut = {0};
    courses()
        .forEachCut(
            (id, name) -> {
              if (wanted.test(task(id, name))) {
                cut[0]++;
              }
            });
    return new FoundUnits(whole(wanted), cut[0]);
  }

  /** What is known of a task whose beginning or end is not. */
  private static TraceState.Task task(long id, String name) {
    return new TraceState.Task(id, EventView.NO_TASK, name, 0, Context.NO_GOROUTINE);
  }
}
