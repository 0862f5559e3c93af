package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanState;
import java.util.Map;
import java.util.TreeMap;

/** How one thread spent its time so far. Small, since there is one for each thread that lives. */
final class ThreadTally extends SpentTime {
  private Map<String, Long> ranges = Map.of();
  // Of the stop clock when the last of its spans ended.
  private long stoppedUntil;
  // How long it had been in its first state, until that is told.
  private long earlier;

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
  void spent(SpanState state, int reason, long span, long stoppedNow) {
    long duration = span + earlier;
    earlier = 0;
    add(state, reason, duration, Math.min(duration, stoppedNow - stoppedUntil));
    stoppedUntil = stoppedNow;
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
    other.forEach(this::add);
    other.ranges.forEach(this::range);
  }

  /** The time in ranges, by their name. */
  Map<String, Long> ranges() {
    return ranges;
  }
}
