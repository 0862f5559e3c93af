package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.GoSort;
import java.util.Arrays;

/** The CPU samples of a trace, which are written some time after they were taken. */
final class CpuSamples {
  private int size;
  private long[] times = new long[16];
  private long[] goroutines = new long[16];
  private int[] procs = new int[16];
  private int[] stacks = new int[16];
  private long[] offsets = new long[16];
  private int[] order = {};

  void add(long time, int proc, long goroutine, int stack, long offset) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      goroutines = Arrays.copyOf(goroutines, size * 2);
      procs = Arrays.copyOf(procs, size * 2);
      stacks = Arrays.copyOf(stacks, size * 2);
      offsets = Arrays.copyOf(offsets, size * 2);
    }
    times[size] = time;
    goroutines[size] = goroutine;
    procs[size] = proc;
    stacks[size] = stack;
    offsets[size] = offset;
    size++;
  }

  /** Puts the samples in order of their times, and those of one time in Go's. */
  void sort() {
    Integer[] sorted = new Integer[size];
    Arrays.setAll(sorted, i -> i);
    GoSort.sort(Arrays.copyOf(times, size), sorted, size);
    order = Arrays.stream(sorted).mapToInt(i -> i).toArray();
  }

  int size() {
    return size;
  }

  /** Time in ticks of the i-th sample in order. */
  long time(int i) {
    return times[order[i]];
  }

  long goroutine(int i) {
    return goroutines[order[i]];
  }

  int proc(int i) {
    return procs[order[i]];
  }

  int stack(int i) {
    return stacks[order[i]];
  }

  /** Offset of the sample in the file. */
  long offset(int i) {
    return offsets[order[i]];
  }
}
