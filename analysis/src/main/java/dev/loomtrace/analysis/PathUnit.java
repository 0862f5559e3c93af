package dev.loomtrace.analysis;

import java.util.ArrayList;
import java.util.List;

/** A unit of work: a task, or a thread's life. */
public final class PathUnit {
  private final long id;
  private final long begin;
  private final long end;
  // Since when the trace tells of it.
  private final long from;
  // Null: it is a thread.
  private final TaskCourse course;

  private PathUnit(long id, long begin, long from, long end, TaskCourse course) {
    this.id = id;
    this.begin = begin;
    this.from = from;
    this.end = end;
    this.course = course;
  }

  /** A thread's life, or a part of it. */
  static PathUnit ofThread(long id, long begin, long end) {
    return new PathUnit(id, begin, begin, end, null);
  }

  /**
   * A task.
   *
   * @param from since when the trace tells of it: its begin, or later
   */
  static PathUnit ofTask(long id, long begin, long from, long end, TaskCourse course) {
    course.end();
    return new PathUnit(id, begin, from, end, course);
  }

  /**
   * A task, from what {@link #toNumbers} made of it.
   *
   * @param beginner the thread that began it
   */
  static PathUnit ofNumbers(long id, long begin, long end, long beginner, long[] numbers) {
    long from = begin + numbers[0];
    return new PathUnit(id, begin, from, end, TaskCourse.ofNumbers(numbers, 1, from, beginner));
  }

  /** What is not its id, begin and end, of one that is a task; none if its course was too long. */
  long[] toNumbers(long beginner) {
    if (course.isTooLong()) {
      return new long[0];
    }
    long[] numbers = course.toNumbers(1, from, beginner);
    numbers[0] = from - begin;
    return numbers;
  }

  /** The id of the task, unsigned, or of the thread. */
  public long id() {
    return id;
  }

  /** When it began, in nanoseconds on the trace's clock. */
  public long begin() {
    return begin;
  }

  /** When it ended. */
  public long end() {
    return end;
  }

  /** How long it took, in nanoseconds. */
  public long duration() {
    return end - begin;
  }

  /** Whose states were its own from {@link #begin} to {@link #end}, without a gap. */
  public List<PathStretch> stretches() {
    if (course == null) {
      return List.of(PathStretch.of(id, begin, end));
    }
    List<PathStretch> all = new ArrayList<>();
    if (from > begin) {
      all.add(PathStretch.in(PathState.BEFORE, begin, from));
    }
    all.addAll(course.between(from, end));
    return all;
  }

  @Override
  public String toString() {
    return "unit " + id + " from " + begin + " to " + end;
  }
}
