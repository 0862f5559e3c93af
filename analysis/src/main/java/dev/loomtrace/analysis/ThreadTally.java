package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** How one thread spent its time so far. Small, since there is one for each thread that lives. */
final class ThreadTally {
  private static final int STATES = SpanState.values().length;
  private static final int[] NO_REASONS = {};
  private static final long[] NO_TIMES = {};

  private final long[] byState = new long[STATES];
  // Of the time above, what the world was stopped.
  private long stoppedRunning;
  private long stoppedRunnable;
  private long stoppedUnknown;
  // Waiting, by the number of the reason.
  private int[] reasons = NO_REASONS;
  private long[] waited = NO_TIMES;
  private Map<String, Long> ranges = Map.of();
  // Of the stop clock when the last of its spans ended.
  private long stoppedUntil;
  // How long it had been in its first state when it was heard of, that the trace can tell.
  private final long earlier;
  private boolean begun;

  /**
   * A thread that is heard of when the world had been stopped for that long altogether.
   *
   * @param earlier how long it had been in its state already, in this trace
   */
  ThreadTally(long stoppedUntil, long earlier) {
    this.stoppedUntil = stoppedUntil;
    this.earlier = earlier;
  }

  /**
   * It was in a state.
   *
   * @param reason the number of the reason why it waited
   * @param stoppedNow how long the world had been stopped altogether when that ended
   */
  void add(SpanState state, int reason, long spanDuration, long stoppedNow) {
    long duration = begun ? spanDuration : spanDuration + earlier;
    begun = true;
    byState[state.ordinal()] += duration;
    long stopped = Math.min(duration, stoppedNow - stoppedUntil);
    stoppedUntil = stoppedNow;
    switch (state) {
      case RUNNING -> stoppedRunning += stopped;
      case RUNNABLE -> stoppedRunnable += stopped;
      case UNKNOWN -> stoppedUnknown += stopped;
      case WAITING -> waited(reason, duration);
      case PINNED, SYSCALL -> {
        // It would have waited without the pause, too.
      }
    }
  }

  private void waited(int reason, long duration) {
    for (int i = 0; i < reasons.length; i++) {
      if (reasons[i] == reason) {
        waited[i] += duration;
        return;
      }
    }
    reasons = Arrays.copyOf(reasons, reasons.length + 1);
    waited = Arrays.copyOf(waited, waited.length + 1);
    reasons[reasons.length - 1] = reason;
    waited[waited.length - 1] = duration;
  }

  /** It was in a range of that name. */
  void range(String name, long duration) {
    if (ranges.isEmpty()) {
      ranges = new TreeMap<>();
    }
    ranges.merge(name, duration, Long::sum);
  }

  /** Another thread's time is added. */
  void add(ThreadTally other) {
    for (int i = 0; i < byState.length; i++) {
      byState[i] += other.byState[i];
    }
    stoppedRunning += other.stoppedRunning;
    stoppedRunnable += other.stoppedRunnable;
    stoppedUnknown += other.stoppedUnknown;
    for (int i = 0; i < other.reasons.length; i++) {
      waited(other.reasons[i], other.waited[i]);
    }
    other.ranges.forEach(this::range);
  }

  /** All of its time. */
  long total() {
    return Arrays.stream(byState).sum();
  }

  /** The time in ranges, by their name. */
  Map<String, Long> ranges() {
    return ranges;
  }

  /**
   * How the time was spent.
   *
   * @param words of the reasons, by their numbers
   */
  TimeByState time(WaitWords words) {
    Map<String, Long> blocked = new HashMap<>();
    for (int i = 0; i < reasons.length; i++) {
      blocked.merge(words.word(reasons[i]), waited[i], Long::sum);
    }
    return new TimeByState(
        total(),
        byState[SpanState.RUNNING.ordinal()] - stoppedRunning,
        byState[SpanState.RUNNABLE.ordinal()] - stoppedRunnable,
        byState[SpanState.PINNED.ordinal()] + byState[SpanState.SYSCALL.ordinal()],
        stoppedRunning + stoppedRunnable + stoppedUnknown,
        blocked,
        byState[SpanState.UNKNOWN.ordinal()] - stoppedUnknown);
  }
}
