package dev.loomtrace.analysis;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.GoState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Whose states were those of a task, from when to when. While one thread works on it these are the
 * thread's; of several, those of the one that counts most, as {@link TaskBreakdown} has it.
 */
final class TaskCourse {
  private final List<PathUnit.Stretch> stretches = new ArrayList<>(1);
  private long from;
  private long thread = Context.NO_GOROUTINE;
  private GoState state = GoState.UNDETERMINED;

  /** Of a task that is told of from then on. */
  TaskCourse(long from) {
    this.from = from;
  }

  /** From now on it does what a thread does. */
  void follow(long newThread, long time) {
    if (thread != newThread) {
      endStretch(time);
      thread = newThread;
    }
  }

  /** From now on it is in a state, whoever is. */
  void in(GoState newState, long time) {
    if (thread != Context.NO_GOROUTINE || state != newState) {
      endStretch(time);
      thread = Context.NO_GOROUTINE;
      state = newState;
    }
  }

  private void endStretch(long time) {
    if (time > from) {
      stretches.add(
          thread == Context.NO_GOROUTINE
              ? PathUnit.Stretch.in(PathState.of(state), from, time)
              : PathUnit.Stretch.of(thread, from, time));
      from = time;
    }
  }

  /** All of it, up to then. */
  List<PathUnit.Stretch> until(long time) {
    endStretch(time);
    return Collections.unmodifiableList(stretches);
  }
}
