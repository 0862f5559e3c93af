package dev.loomtrace.jfr.operation;

import java.util.Arrays;

/**
 * Sorts operations by time, then kind, then sequence. Comparing them where they lie would miss the
 * processor's caches at each step, so blocks of them are sorted as numbers beside each other, digit
 * by digit. Then the blocks are merged, which costs little: those of a recording hardly overlap.
 */
final class TimeSort {
  private static final int INDEX_BITS = 16;
  private static final int BLOCK = 1 << INDEX_BITS;
  private static final int INDEX_MASK = BLOCK - 1;
  private static final int TIME_BITS = Long.SIZE - 1 - INDEX_BITS;
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int FEW = 16;

  private final TimeKeys keys;
  private final int[] places = new int[DIGITS];
  // Of each operation of a block as much of its time as there is room for, and its index.
  private long[] from = {};
  private long[] to = {};
  private int[] unsorted = {};

  TimeSort(TimeKeys keys) {
    this.keys = keys;
  }

  /**
   * Sorts operations.
   *
   * @param ops their numbers, ascending from {@code sorted} on; overwritten
   * @param sorted how many of the first ones are sorted already
   * @param size how many there are
   * @return an array as long, with the same in their order
   */
  int[] sort(int[] ops, int sorted, int size) {
    int length = Math.min(BLOCK, size - sorted);
    if (from.length < length) {
      from = new long[length];
      to = new long[length];
      unsorted = new int[length];
    }
    BlockMerge merge = new BlockMerge(keys, ops, 2 + (size - sorted) / BLOCK);
    merge.add(0, sorted);
    for (int begin = sorted; begin < size; begin += BLOCK) {
      int end = Math.min(size, begin + BLOCK);
      sortBlock(ops, begin, end);
      merge.add(begin, end);
    }
    return merge.merged();
  }

  /**
   * Merges operations of which two parts are sorted.
   *
   * @param ops their numbers; overwritten
   * @param middle where the second part begins
   * @param size how many there are
   * @return an array as long, with the same in their order
   */
  int[] merge(int[] ops, int middle, int size) {
    BlockMerge merge = new BlockMerge(keys, ops, 2);
    merge.add(0, middle);
    merge.add(middle, size);
    return merge.merged();
  }

  private void sortBlock(int[] ops, int begin, int end) {
    int count = end - begin;
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      long time = keys.time(ops[begin + i]);
      from[i] = time;
      least = Math.min(least, time);
      greatest = Math.max(greatest, time);
    }
    int bits = Long.SIZE - Long.numberOfLeadingZeros(greatest - least);
    int left = Math.max(0, bits - TIME_BITS); // Of times that are days apart the lowest bits.
    for (int i = 0; i < count; i++) {
      from[i] = (from[i] - least) >>> left << INDEX_BITS | i;
    }
    byTime(count, bits - left);
    System.arraycopy(ops, begin, unsorted, 0, count);
    for (int i = 0; i < count; i++) {
      ops[begin + i] = unsorted[(int) from[i] & INDEX_MASK];
    }
    settle(ops, begin, count);
  }

  /** Sorts the block by time, from the lowest digit on; equal ones stay in their order. */
  private void byTime(int count, int bits) {
    int steps = (bits + DIGIT_BITS - 1) / DIGIT_BITS;
    int digitBits = steps == 0 ? 0 : (bits + steps - 1) / steps;
    for (int step = 0; step < steps; step++) {
      byDigit(count, INDEX_BITS + step * digitBits, digitBits);
    }
  }

  private void byDigit(int count, int shift, int digitBits) {
    int digits = 1 << digitBits;
    int mask = digits - 1;
    Arrays.fill(places, 0, digits, 0);
    for (int i = 0; i < count; i++) {
      places[(int) (from[i] >>> shift) & mask]++;
    }
    int place = 0;
    for (int digit = 0; digit < digits; digit++) {
      int here = places[digit];
      places[digit] = place;
      place += here;
    }
    for (int i = 0; i < count; i++) {
      to[places[(int) (from[i] >>> shift) & mask]++] = from[i];
    }
    long[] swap = from;
    from = to;
    to = swap;
  }

  /** Puts those in order that are equal in what was compared of their times. */
  private void settle(int[] ops, int begin, int count) {
    int first = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || from[i] >>> INDEX_BITS != from[first] >>> INDEX_BITS) {
        if (i - first > 1) {
          sortEqual(ops, begin + first, begin + i);
        }
        first = i;
      }
    }
  }

  private void sortEqual(int[] ops, int begin, int end) {
    if (end - begin > FEW) {
      Integer[] equal = Arrays.stream(ops, begin, end).boxed().toArray(Integer[]::new);
      Arrays.sort(equal, keys::compare);
      for (int i = begin; i < end; i++) {
        ops[i] = equal[i - begin];
      }
      return;
    }
    for (int i = begin + 1; i < end; i++) {
      int op = ops[i];
      int at = i;
      while (at > begin && keys.compare(op, ops[at - 1]) < 0) {
        ops[at] = ops[at - 1];
        at--;
      }
      ops[at] = op;
    }
  }
}
