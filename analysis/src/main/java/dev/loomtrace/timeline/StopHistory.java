package dev.loomtrace.timeline;

import java.util.Arrays;

/**
 * When the world was stopped so far, to look back. Needs memory in proportion to the number of
 * stops. For one thread at a time.
 */
public final class StopHistory {
  // When a stop began or ended, and how long all of them were until then.
  private long[] times = new long[16];
  private long[] before = new long[16];
  private boolean[] stopped = new boolean[16];
  private int size;

  /** Of a world that was not stopped yet. */
  public StopHistory() {}

  /** Takes the pieces of a stretch of time. */
  @FunctionalInterface
  public interface Pieces {
    /** The next one, which is not empty. */
    void piece(boolean isStopped, long from, long to);
  }

  /**
   * A stop began or ended.
   *
   * @param time when, in nanoseconds on the trace's clock; not before what was noted last
   * @param until how long it had been stopped altogether until then
   * @param isStopped whether it is from then on
   */
  public void note(long time, long until, boolean isStopped) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      before = Arrays.copyOf(before, 2 * size);
      stopped = Arrays.copyOf(stopped, 2 * size);
    }
    times[size] = time;
    before[size] = until;
    stopped[size] = isStopped;
    size++;
  }

  /** How long it had been stopped altogether when a stop began or ended last, in nanoseconds. */
  public long total() {
    return size == 0 ? 0 : before[size - 1];
  }

  /** How long it was stopped in a stretch of time, in nanoseconds. */
  public long between(long from, long to) {
    if (size == 0 || (from >= times[size - 1] && !stopped[size - 1])) {
      return 0; // As nearly always where spans come in the order of their ends.
    }
    return until(to) - until(from);
  }

  /** Hands over the pieces of a stretch in turn, in which the world was stopped or was not. */
  public void pieces(long from, long to, Pieces pieces) {
    int i = last(from);
    for (long at = from; at < to; i++) {
      long end = i + 1 < size ? Math.min(to, times[i + 1]) : to;
      if (end > at) {
        pieces.piece(i >= 0 && stopped[i], at, end);
        at = end;
      }
    }
  }

  /** The last change at or before a time; -1 if there is none. */
  private int last(long time) {
    int low = -1;
    int high = size;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (times[middle] <= time) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long until(long time) {
    int low = last(time);
    return low < 0 ? 0 : before[low] + (stopped[low] ? time - times[low] : 0);
  }
}
