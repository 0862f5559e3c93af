package dev.loomtrace.analysis;

import dev.loomtrace.trace.Context;

/**
 * A stretch of the time of a unit of work.
 *
 * @param thread the thread whose states are those of the unit, or {@link Context#NO_GOROUTINE}
 * @param state if there is none, the state that it was in, whoever was
 * @param from inclusive
 * @param to exclusive
 */
public record PathStretch(long thread, PathState state, long from, long to) {
  /** One whose states are those of a thread. */
  public static PathStretch of(long thread, long from, long to) {
    return new PathStretch(thread, PathState.UNKNOWN, from, to);
  }

  static PathStretch in(PathState state, long from, long to) {
    return new PathStretch(Context.NO_GOROUTINE, state, from, to);
  }
}
