package dev.loomtrace.gotrace.v1;

import java.util.Arrays;

/**
 * Returns from system calls that are to be moved back in time: they are written when the goroutine
 * is about to run, and say when the call returned.
 */
final class SyscallExits {
  private int size;
  private long[] times = new long[16];
  private long[] places = new long[16];
  private long[] goroutines = new long[16];
  private long[] offsets = new long[16];
  private int[] order = {};

  /**
   * Adds one.
   *
   * @param time when it returned, in ticks
   * @param place how many events are before it in the order in which they were written
   * @param offset where it is in the file
   */
  void add(long time, long place, long goroutine, long offset) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      places = Arrays.copyOf(places, size * 2);
      goroutines = Arrays.copyOf(goroutines, size * 2);
      offsets = Arrays.copyOf(offsets, size * 2);
    }
    times[size] = time;
    places[size] = place;
    goroutines[size] = goroutine;
    offsets[size] = offset;
    size++;
  }

  /** Puts them in order of their times; those of equal times stay in order. */
  void sort() {
    order = TimeOrder.of(times, size);
  }

  int size() {
    return size;
  }

  long time(int i) {
    return times[order[i]];
  }

  long place(int i) {
    return places[order[i]];
  }

  long goroutine(int i) {
    return goroutines[order[i]];
  }

  long offset(int i) {
    return offsets[order[i]];
  }
}
