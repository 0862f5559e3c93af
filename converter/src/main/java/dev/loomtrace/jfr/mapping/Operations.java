package dev.loomtrace.jfr.mapping;

import java.util.Arrays;

/**
 * Operations in columns, to be sorted by time, kind and sequence. Columns, since a chunk holds up
 * to a million of them and two chunks are in memory.
 */
public final class Operations {
  private long[] times = new long[1024];
  // Kind in the upper 8 bits, sequence in the lower 56.
  private long[] keys = new long[1024];
  private long[] threads = new long[1024];
  private long[] others = new long[1024];
  private long[] extras = new long[1024];
  private Object[] refs = new Object[1024];
  private int[] order = new int[0];
  private int size;
  private int position;
  private long sequence = 1L << 50;

  /** Adds an operation; the order is undefined until {@link #sort}. */
  void add(OpKind kind, long time, long thread, long other, long extra, Object ref) {
    if (size == times.length) {
      grow(size * 2);
    }
    // What begins earlier in the program's order is written later: at its end.
    boolean begin = kind == OpKind.REGION_BEGIN || kind == OpKind.TASK_BEGIN;
    long s = ++sequence;
    times[size] = time;
    keys[size] = (long) kind.code() << 56 | (begin ? (1L << 51) - (s - (1L << 50)) : s);
    threads[size] = thread;
    others[size] = other;
    extras[size] = extra;
    refs[size] = ref;
    size++;
  }

  private void grow(int capacity) {
    times = Arrays.copyOf(times, capacity);
    keys = Arrays.copyOf(keys, capacity);
    threads = Arrays.copyOf(threads, capacity);
    others = Arrays.copyOf(others, capacity);
    extras = Arrays.copyOf(extras, capacity);
    refs = Arrays.copyOf(refs, capacity);
  }

  /** Forgets what lies before the position and sorts the rest; the position is the first again. */
  public void sort() {
    int[] left = Arrays.copyOfRange(order, position, Math.max(position, order.length));
    // Rows that were added since the last sort follow the ones that were sorted then.
    int fresh = size - order.length;
    int count = left.length + fresh;
    int[] rows = Arrays.copyOf(left, count);
    for (int i = 0; i < fresh; i++) {
      rows[left.length + i] = order.length + i;
    }
    int[] kept = rows.clone();
    Arrays.sort(kept);
    int[] moved = new int[size];
    for (int i = 0; i < count; i++) {
      move(kept[i], i);
      moved[kept[i]] = i;
    }
    Arrays.fill(refs, count, size, null);
    for (int i = 0; i < count; i++) {
      rows[i] = moved[rows[i]];
    }
    size = count;
    position = 0;
    order = rows;
    mergeSort();
    if (times.length > 4096 && size < times.length / 8) {
      grow(times.length / 4); // After a large chunk, small ones.
    }
  }

  private void move(int from, int to) {
    times[to] = times[from];
    keys[to] = keys[from];
    threads[to] = threads[from];
    others[to] = others[from];
    extras[to] = extras[from];
    refs[to] = refs[from];
  }

  // Natural merge sort of row numbers: recordings are nearly sorted runs, one for each buffer.
  private void mergeSort() {
    int[] from = order;
    int[] to = new int[size];
    while (true) {
      int runs = 0;
      int at = 0;
      while (at < size) {
        int middle = endOfRun(from, at);
        int end = middle < size ? endOfRun(from, middle) : size;
        merge(from, at, middle, end, to);
        at = end;
        runs++;
      }
      int[] swap = from;
      from = to;
      to = swap;
      if (runs <= 1) {
        order = from;
        return;
      }
    }
  }

  private int endOfRun(int[] rows, int begin) {
    int end = begin + 1;
    while (end < size && compare(rows[end - 1], rows[end]) <= 0) {
      end++;
    }
    return end;
  }

  private void merge(int[] from, int begin, int middle, int end, int[] to) {
    int a = begin;
    int b = middle;
    for (int i = begin; i < end; i++) {
      if (b >= end || (a < middle && compare(from[a], from[b]) <= 0)) {
        to[i] = from[a++];
      } else {
        to[i] = from[b++];
      }
    }
  }

  private int compare(int a, int b) {
    return times[a] != times[b] ? Long.compare(times[a], times[b]) : Long.compare(keys[a], keys[b]);
  }

  /** Whether there is an operation at the position that lies before this time. */
  public boolean hasBefore(long time) {
    return position < size && times[order[position]] < time;
  }

  /** Goes to the next operation. */
  void advance() {
    refs[order[position]] = null;
    position++;
  }

  int position() {
    return position;
  }

  int size() {
    return size;
  }

  OpKind kind(int index) {
    return OpKind.of((int) (keys[order[index]] >>> 56));
  }

  long time(int index) {
    return times[order[index]];
  }

  long thread(int index) {
    return threads[order[index]];
  }

  long other(int index) {
    return others[order[index]];
  }

  long extra(int index) {
    return extras[order[index]];
  }

  Object ref(int index) {
    return refs[order[index]];
  }
}
