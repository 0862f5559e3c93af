package dev.loomtrace.analysis;

import dev.loomtrace.trace.Context;
import java.util.List;

/**
 * A unit of work: a task, or a thread's life.
 *
 * @param id of the task, unsigned, or of the thread
 * @param begin when it began, in nanoseconds on the trace's clock
 * @param end when it ended
 * @param stretches whose states were its own from {@code begin} to {@code end}, without a gap
 */
public record PathUnit(long id, long begin, long end, List<Stretch> stretches) {
  /** Keeps a copy of the list. */
  public PathUnit {
    stretches = List.copyOf(stretches);
  }

  /** How long it took, in nanoseconds. */
  public long duration() {
    return end - begin;
  }

  /**
   * A stretch of it.
   *
   * @param thread the thread whose states are those of the unit, or {@link Context#NO_GOROUTINE}
   * @param state if there is none, the state that it was in, whoever was
   * @param from inclusive
   * @param to exclusive
   */
  public record Stretch(long thread, PathState state, long from, long to) {
    /** One whose states are those of a thread. */
    public static Stretch of(long thread, long from, long to) {
      return new Stretch(thread, PathState.UNKNOWN, from, to);
    }

    static Stretch in(PathState state, long from, long to) {
      return new Stretch(Context.NO_GOROUTINE, state, from, to);
    }
  }
}
