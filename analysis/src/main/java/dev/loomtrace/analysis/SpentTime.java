package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanState;
import java.util.HashMap;
import java.util.Map;

/** Adds up how time was spent. */
class SpentTime extends TimeSums {
  // The keys: states but waiting, by their ordinals; what of these times the world was stopped; and
  // waiting, by the number of the reason.
  private static final int STOPPED = SpanState.values().length;
  private static final int REASONS = 2 * STOPPED;

  /**
   * Adds a stretch of time.
   *
   * @param state what was done in it
   * @param reason if that was to wait, the number of the reason
   * @param span how long it was, in nanoseconds
   * @param stop how long of it the world was stopped: whatever was done, or nobody knows of, but
   *     waiting, was not in a pause
   */
  final void add(SpanState state, int reason, long span, long stop) {
    switch (state) {
      case RUNNING, RUNNABLE, UNKNOWN -> {
        addSome(state.ordinal(), span);
        addSome(STOPPED + state.ordinal(), stop);
      }
      case PINNED, SYSCALL -> addSome(state.ordinal(), span); // Without the pause, too.
      case WAITING -> addSome(REASONS + reason, span);
    }
  }

  private void addSome(int key, long time) {
    if (time != 0) {
      add(key, time);
    }
  }

  /** All of it, in nanoseconds. */
  final long total() {
    long[] total = {0};
    forEach((key, time) -> total[0] += key < STOPPED || key >= REASONS ? time : 0);
    return total[0];
  }

  /**
   * All of it, by state.
   *
   * @param words of the reasons, by their numbers
   * @param before time before the recording, of which nothing is known, in nanoseconds
   */
  final TimeByState time(WaitWords words, long before) {
    Map<String, Long> blocked = new HashMap<>();
    forEach(
        (key, time) -> {
          if (key >= REASONS) {
            blocked.merge(words.word(key - REASONS), time, Long::sum);
          }
        });
    return new TimeByState(
        before + total(),
        get(SpanState.RUNNING) - stopped(SpanState.RUNNING),
        get(SpanState.RUNNABLE) - stopped(SpanState.RUNNABLE),
        get(SpanState.PINNED) + get(SpanState.SYSCALL),
        stopped(SpanState.RUNNING) + stopped(SpanState.RUNNABLE) + stopped(SpanState.UNKNOWN),
        blocked,
        get(SpanState.UNKNOWN) - stopped(SpanState.UNKNOWN),
        before);
  }

  private long get(SpanState state) {
    return get(state.ordinal());
  }

  private long stopped(SpanState state) {
    return get(STOPPED + state.ordinal());
  }
}
