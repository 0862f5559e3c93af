package dev.loomtrace.jfr.decode;

import java.util.Arrays;

/** Times, in ticks, that are first added and then asked for in their order. */
final class Times {
  private static final long[] NONE = {};

  // Starts small: there may be one of these for each thread.
  private long[] times = NONE;
  // Of the times before each; null: not known. They may overflow, but the differences between them
  // that are asked for are right all the same.
  private long[] sums;
  private boolean sorted = true;
  private int size;

  void add(long time) {
    if (size == times.length) {
      times = Arrays.copyOf(times, Math.max(1, 2 * size));
    }
    times[size++] = time;
    sorted = false;
    sums = null;
  }

  int size() {
    return size;
  }

  /** The time at a place in the order of time. */
  long get(int place) {
    sort();
    return times[place];
  }

  /** How long each of them was ago at a time, added up; later ones add nothing. */
  long sumSince(long time) {
    if (sums == null) {
      sum();
    }
    int found = Arrays.binarySearch(times, 0, size, time);
    int before = found < 0 ? -found - 1 : found; // Those at that very time add nothing.
    return before * time - sums[before];
  }

  private void sum() {
    sort();
    sums = new long[size + 1];
    for (int i = 0; i < size; i++) {
      sums[i + 1] = sums[i] + times[i];
    }
  }

  private void sort() {
    if (!sorted) {
      Arrays.sort(times, 0, size);
      sorted = true;
    }
  }
}
