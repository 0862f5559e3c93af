package dev.loomtrace.explorer.trace;

import java.util.Arrays;

/** Sorts numbers of things by a key of each, without an object for any of them. */
public final class Order {
  private Order() {}

  /**
   * Sorts, smallest key first; of equal keys those first that came first.
   *
   * @param numbers what to sort
   * @param keys by number
   */
  public static void sort(int[] numbers, long[] keys) {
    if (numbers.length > 1) {
      sort(numbers, new int[numbers.length], 0, numbers.length, keys);
    }
  }

  private static void sort(int[] numbers, int[] spare, int from, int to, long[] keys) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(numbers, spare, from, middle, keys);
    sort(numbers, spare, middle, to, keys);
    if (keys[numbers[middle - 1]] <= keys[numbers[middle]]) {
      return; // As times often are.
    }
    System.arraycopy(numbers, from, spare, from, to - from);
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takesLeft = right >= to || (left < middle && keys[spare[left]] <= keys[spare[right]]);
      numbers[i] = takesLeft ? spare[left++] : spare[right++];
    }
  }

  /** All numbers below a size, in order. */
  public static int[] all(int size) {
    int[] numbers = new int[size];
    Arrays.setAll(numbers, i -> i);
    return numbers;
  }
}
