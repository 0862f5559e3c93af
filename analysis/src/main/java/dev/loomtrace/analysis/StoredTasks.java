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
 * Of some the store does not have whose states they had, since that changed too often: for these
 * the trace has to be read. For any number of threads.
 */
public final class StoredTasks {
  /** Has a store say whose states were those of tasks, from the usual view of what is own code. */
  public static final TaskFollower FOLLOWER = out -> new CourseSink(out, CourseRoom.ofHeap());

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
   * The unit of a task, of several with that id the first one that began and ended in the trace.
   *
   * @return one; none if none did; empty if the trace has to be read for it
   */
  public Optional<List<PathUnit>> unit(long id) {
    ListCursor task = store.listCursor();
    TaskCourses courses = courses();
    long[][] numbers = {null};
    if (!task.seekTask(
        id,
        number -> {
          numbers[0] = courses.of(number).orElse(null);
          return numbers[0] != null;
        })) {
      return Optional.of(List.of());
    }
    return isTooLong(numbers[0]) ? Optional.empty() : Optional.of(List.of(unit(task, numbers[0])));
  }

  private static boolean isTooLong(long[] numbers) {
    return numbers.length == 0;
  }

  private static PathUnit unit(ListCursor task, long[] numbers) {
    return PathUnit.ofNumbers(task.id(), task.begin(), task.end(), task.thread(), numbers);
  }

  /**
   * Those that began and ended in the trace, in the order of their ends. Takes memory in proportion
   * to their number.
   *
   * @param wanted which; of a task that it is asked about, only the id and the name are sure to be
   *     known
   * @return empty if the trace has to be read for one of them
   */
  public Optional<List<PathUnit>> whole(Predicate<TraceState.Task> wanted) {
    List<PathUnit> whole = new ArrayList<>();
    TaskCourses courses = courses();
    ListCursor task = store.listCursor();
    task.between(SpanKind.TASK, Long.MIN_VALUE, Long.MAX_VALUE);
    while (task.next()) {
      if (wanted.test(
          new TraceState.Task(
              task.id(), task.parent(), task.name(), task.begin(), task.thread()))) {
        Optional<long[]> numbers = courses.of(task.number());
        if (numbers.isPresent() && isTooLong(numbers.get())) {
          return Optional.empty();
        }
        if (numbers.isPresent()) {
          whole.add(unit(task, numbers.get()));
        }
      }
    }
    return Optional.of(whole);
  }

  /**
   * Those that began and ended in the trace, and how many others there are; empty if the trace has
   * to be read for one of them.
   */
  public Optional<FoundUnits> found(Predicate<TraceState.Task> wanted) {
    long[] cut = {0};
    courses()
        .forEachCut(
            (id, name) -> {
              if (wanted.test(task(id, name))) {
                cut[0]++;
              }
            });
    return whole(wanted).map(whole -> new FoundUnits(whole, cut[0]));
  }

  /** What is known of a task whose beginning or end is not. */
  private static TraceState.Task task(long id, String name) {
    return new TraceState.Task(id, EventView.NO_TASK, name, 0, Context.NO_GOROUTINE);
  }
}
