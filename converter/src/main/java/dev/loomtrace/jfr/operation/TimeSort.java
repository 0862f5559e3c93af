package dev.loomtrace.jfr.operation;

import java.util.Arrays;

/**
 * Sorts operations by time, then kind, then sequence. Comparing them where they lie would miss the
 * processor's caches at each step, so blocks of them are sorted as numbers beside each other, digit
 * by digit. Then the blocks are merged, which costs little: those of a recording hardly overlap.
 */
final class TimeSort {
  private static final int BLOCK = 1 << 16;
  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;
  private static final int KINDS = OpKind.values().length;

  /** Operations and their times. */
  private static final class Block {
    private final long[] times;
    private final int[] ops;

    private Block(int length) {
      times = new long[length];
      ops = new int[length];
    }
  }

  private final TimeKeys keys;
  private final int[] places = new int[DIGITS];
  private Block from = new Block(0);
  private Block to = new Block(0);

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
    if (from.ops.length < length) {
      from = new Block(length);
      to = new Block(length);
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

  private void sortBlock(int[] ops, int begin, int end) {
    int count = end - begin;
    byKind(ops, begin, end);
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      least = Math.min(least, from.times[i]);
      greatest = Math.max(greatest, from.times[i]);
    }
    // From the lowest digit on; each step keeps the order of those that are equal in it.
    int bits = Long.SIZE - Long.numberOfLeadingZeros(greatest - least);
    int steps = (bits + DIGIT_BITS - 1) / DIGIT_BITS;
    int digitBits = steps == 0 ? 0 : (bits + steps - 1) / steps;
    for (int step = 0; step < steps; step++) {
      byDigit(count, least, step * digitBits, digitBits);
    }
    System.arraycopy(from.ops, 0, ops, begin, count);
  }

  /** Takes operations in the order of their kinds and, of each kind, of their sequence. */
  private void byKind(int[] ops, int begin, int end) {
    Arrays.fill(places, 0);
    for (int i = begin; i < end; i++) {
      places[keys.kind(ops[i])]++;
    }
    int place = 0;
    for (int kind = 0; kind < KINDS; kind++) {
      int count = places[kind];
      // Those that are reversed are put from their end on.
      places[kind] = OpKind.of(kind).isReversed() ? place + count : place;
      place += count;
    }
    for (int i = begin; i < end; i++) {
      int op = ops[i];
      int kind = keys.kind(op);
      int at = OpKind.of(kind).isReversed() ? --places[kind] : places[kind]++;
      from.times[at] = keys.time(op);
      from.ops[at] = op;
    }
  }

  private void byDigit(int count, long least, int shift, int digitBits) {
    int digits = 1 << digitBits;
    int mask = digits - 1;
    Arrays.fill(places, 0, digits, 0);
    long[] times = from.times;
    for (int i = 0; i < count; i++) {
      places[(int) ((times[i] - least) >>> shift) & mask]++;
    }
    int place = 0;
    for (int digit = 0; digit < digits; digit++) {
      int here = places[digit];
      places[digit] = place;
      place += here;
    }
    int[] ops = from.ops;
    long[] toTimes = to.times;
    int[] toOps = to.ops;
    for (int i = 0; i < count; i++) {
      int at = places[(int) ((times[i] - least) >>> shift) & mask]++;
      toTimes[at] = times[i];
      toOps[at] = ops[i];
    }
    Block swap = from;
    from = to;
    to = swap;
  }
}
