package dev.loomtrace.analysis;

import dev.loomtrace.trace.GoState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whose states were those of a task, from when to when. While one thread works on it these are the
 * thread's; of several, those of the one that counts most, as {@link TaskBreakdown} has it. Small,
 * since there is one for each task, but for those on which many threads work by turns.
 */
final class TaskCourse {
  private static final long[] NONE = {};
  // An even number that an array may have.
  private static final int MAX_SIZE = Integer.MAX_VALUE - 9;
  // What stands for a state is this less its ordinal: no thread has such an id.
  private static final long STATES = Long.MIN_VALUE + GoState.values().length;

  // Whose states a stretch has, in numbers: its beginner's; those of another thread, whose
  // difference to the beginner comes next; from here on a state.
  private static final int BEGINNER = 0;
  private static final int OTHER = 1;
  private static final int STATE = 2;

  // Null once the task has ended: then it does not change.
  private CourseRoom room;
  private boolean tooLong;
  // When each stretch began, and after it whose states it has: a thread's id, or a state.
  private long[] stretches = NONE;
  private int size;

  /**
   * Of a task of which nothing is known yet.
   *
   * @param room takes of this until {@link #end}
   */
  TaskCourse(CourseRoom room) {
    this.room = room;
  }

  /** From now on it does what a thread does. */
  void follow(long thread, long time) {
    begin(thread, time);
  }

  /** From now on it is in a state, whoever is. */
  void in(GoState state, long time) {
    begin(STATES - state.ordinal(), time);
  }

  private void begin(long whose, long time) {
    if (room == null) {
      return;
    }
    if (size > 0 && stretches[size - 2] == time) {
      size -= 2; // It took no time.
      room.give(size / 2 + 1, size / 2);
    }
    if (size > 0 && stretches[size - 1] == whose) {
      return;
    }
    if (!room.take(size / 2)) {
      tooLong = true;
      end();
      size = 0;
      stretches = NONE;
      return;
    }
    if (size >= MAX_SIZE) {
      throw new OutOfMemoryError("a task's state changes too often to be kept in memory");
    }
    if (size == stretches.length) {
      stretches = Arrays.copyOf(stretches, Math.max(2, size + Math.min(size, MAX_SIZE - size)));
    }
    stretches[size] = time;
    stretches[size + 1] = whose;
    size += 2;
  }

  /** Nothing follows. */
  void end() {
    if (room != null) {
      room.give(size / 2, 0);
      room = null;
      stretches = Arrays.copyOf(stretches, size);
    }
  }

  /** Whether there was no room for all of it: then nothing of it is known. */
  boolean isTooLong() {
    return tooLong;
  }

  /**
   * All of it as numbers that are small as a rule: of each stretch how long after the one before it
   * began, and whose it is.
   *
   * @param first index of its first number; those before it are the caller's
   * @param from when the trace first tells of it
   * @param beginner the thread that works on it most likely
   */
  long[] toNumbers(int first, long from, long beginner) {
    long[] numbers = new long[first + size / 2 * 3];
    int count = first;
    long before = from;
    for (int i = 0; i < size; i += 2) {
      long whose = stretches[i + 1];
      numbers[count++] = stretches[i] - before;
      before = stretches[i];
      if (whose <= STATES) {
        numbers[count++] = STATE + (STATES - whose);
      } else if (whose == beginner) {
        numbers[count++] = BEGINNER;
      } else {
        numbers[count++] = OTHER;
        numbers[count++] = whose - beginner;
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  /** What {@link #toNumbers} made numbers of. */
  static TaskCourse ofNumbers(long[] numbers, int first, long from, long beginner) {
    TaskCourse course = new TaskCourse(CourseRoom.unlimited());
    long time = from;
    int i = first;
    while (i < numbers.length) {
      time += numbers[i++];
      long whose = numbers[i++];
      if (whose >= STATE) {
        course.begin(STATES - (whose - STATE), time);
      } else {
        course.begin(whose == BEGINNER ? beginner : beginner + numbers[i++], time);
      }
    }
    course.end();
    return course;
  }

  /**
   * All of it; what comes before the first stretch that is known is unknown.
   *
   * @param from when the trace first tells of it
   * @param to when it ended
   */
  List<PathStretch> between(long from, long to) {
    List<PathStretch> all = new ArrayList<>();
    long begin = from;
    long whose = STATES - GoState.UNDETERMINED.ordinal();
    for (int i = 0; i < size; i += 2) {
      add(all, whose, begin, stretches[i]);
      begin = stretches[i];
      whose = stretches[i + 1];
    }
    add(all, whose, begin, to);
    return all;
  }

  private static void add(List<PathStretch> all, long whose, long from, long to) {
    if (to > from) {
      all.add(
          whose <= STATES
              ? PathStretch.in(PathState.of(GoState.values()[(int) (STATES - whose)]), from, to)
              : PathStretch.of(whose, from, to));
    }
  }
}
