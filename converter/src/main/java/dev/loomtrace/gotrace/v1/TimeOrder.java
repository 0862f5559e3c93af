package dev.loomtrace.gotrace.v1;

/** Sorts by time without moving what has the times; equal times stay in order. */
final class TimeOrder {
  private TimeOrder() {}

  /**
   * The indices of the first {@code size} times in the order of those.
   *
   * @return a new array
   */
  static int[] of(long[] times, int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    int[] from = order;
    int[] to = new int[size];
    for (long width = 1; width < size; width *= 2) {
      for (long left = 0; left < size; left += 2 * width) {
        int middle = (int) Math.min(left + width, size);
        int right = (int) Math.min(left + 2 * width, size);
        merge(times, from, (int) left, middle, right, to);
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }

  private static void merge(long[] times, int[] from, int left, int middle, int right, int[] to) {
    int a = left;
    int b = middle;
    for (int i = left; i < right; i++) {
      if (a < middle && (b == right || times[from[a]] <= times[from[b]])) {
        to[i] = from[a++];
      } else {
        to[i] = from[b++];
      }
    }
  }
}
