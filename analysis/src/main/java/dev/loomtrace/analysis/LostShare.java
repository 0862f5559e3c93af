package dev.loomtrace.analysis;

import java.util.Arrays;

/**
 * Which share of its processors a program had lost at each moment of a stretch of time: a step
 * function.
 */
final class LostShare {
  private final long begin;
  private long end;
  // From when on the share is this, and how much was lost until then: in nanoseconds of all
  // processors.
  private long[] times = new long[16];
  private double[] shares = new double[16];
  private double[] lost = new double[16];
  private int size;

  /**
   * A window in which much was lost.
   *
   * @param lost the time that was lost in it, in nanoseconds of all processors
   */
  record Window(long begin, double lost) {}

  /** Nothing is lost yet. */
  LostShare(long begin) {
    this.begin = begin;
    this.end = begin;
    size = 1;
    times[0] = begin;
  }

  /**
   * From then on the share is this.
   *
   * @param time not before the last one; one before the beginning is the beginning
   * @param share from 0 to 1
   */
  void set(long time, double share) {
    long from = Math.max(time, begin);
    int last = size - 1;
    if (from == times[last]) {
      shares[last] = share;
      return;
    }
    if (share == shares[last]) {
      return;
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      shares = Arrays.copyOf(shares, 2 * size);
      lost = Arrays.copyOf(lost, 2 * size);
    }
    times[size] = from;
    shares[size] = share;
    lost[size] = until(last, from);
    size++;
  }

  /** The stretch ends then. */
  void end(long time) {
    end = Math.max(time, begin);
  }

  /** When it begins. */
  long begin() {
    return begin;
  }

  /** When it ends. */
  long end() {
    return end;
  }

  /**
   * The first of the windows of a length in which most was lost.
   *
   * <p>How much a window has lost changes evenly as it moves, until one of its borders meets a
   * step: so the most is where one does.
   *
   * @param length in nanoseconds; at most that of the stretch it is to be in
   * @param from that stretch, which is a part of the whole one
   * @param to its end
   */
  Window worst(long length, long from, long to) {
    long last = to - length;
    long start = from;
    int left = indexOf(from);
    int right = indexOf(from + length);
    Window worst = new Window(from, -1);
    while (true) {
      double now = until(right, start + length) - until(left, start);
      if (now > worst.lost) {
        worst = new Window(start, now);
      }
      if (start >= last || worst.lost >= length) {
        return worst;
      }
      long next = last;
      if (left + 1 < size) {
        next = Math.min(next, times[left + 1]);
      }
      if (right + 1 < size) {
        next = Math.min(next, times[right + 1] - length);
      }
      start = next;
      while (left + 1 < size && times[left + 1] <= start) {
        left++;
      }
      while (right + 1 < size && times[right + 1] <= start + length) {
        right++;
      }
    }
  }

  /** What was lost until then; the index is that of the step it is in. */
  private double until(int index, long time) {
    return lost[index] + shares[index] * (time - times[index]);
  }

  private int indexOf(long time) {
    int found = Arrays.binarySearch(times, 0, size, time);
    return Math.max(0, found >= 0 ? found : -found - 2);
  }
}
