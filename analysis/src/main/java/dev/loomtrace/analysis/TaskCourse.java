package dev.loomtrace.analysis;

import dev.loomtrace.trace.GoState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whose states were those of a task, from when to when. While one thread works on it these are the
 * thread's; of several, those of the one that counts most, as {@link TaskBreakdown} has it. Small,
 * since there is one for each task.
 */
final class TaskCourse {
  private static final long[] NONE = {};
  // What stands for a state is this less its ordinal: no thread has such an id.
  private static final long STATES = Long.MIN_VALUE + GoState.values().length;

  // When each stretch began, and after it whose states it has: a thread's id, or a state.
  private long[] stretches = NONE;
  private int size;

  /** From now on it does what a thread does. */
  void follow(long thread, long time) {
    begin(thread, time);
  }

  /** From now on it is in a state, whoever is. */
  void in(GoState state, long time) {
    begin(STATES - state.ordinal(), time);
  }

  private void begin(long whose, long time) {
    if (size > 0 && stretches[size - 2] == time) {
      size -= 2; // It took no time.
    }
    if (size > 0 && stretches[size - 1] == whose) {
      return;
    }
    if (size == stretches.length) {
      stretches = Arrays.copyOf(stretches, Math.max(2, 2 * size));
    }
    stretches[size] = time;
    stretches[size + 1] = whose;
    size += 2;
  }

  /** Nothing follows. */
  void end() {
    stretches = Arrays.copyOf(stretches, size);
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
