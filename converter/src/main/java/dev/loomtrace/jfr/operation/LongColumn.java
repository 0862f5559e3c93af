package dev.loomtrace.jfr.operation;

import java.util.Arrays;

/**
 * A column of numbers of which nearly all are below 2^31 and not negative: these take four bytes,
 * others twelve.
 */
final class LongColumn {
  // What is not negative is the number, what is negative a place in the table of the others.
  private int[] codes;
  private long[] others = new long[4];
  private int count;

  LongColumn(int capacity) {
    codes = new int[capacity];
  }

  void set(int row, long value) {
    if (value >= 0 && value <= Integer.MAX_VALUE) {
      codes[row] = (int) value;
      return;
    }
    if (count == others.length) {
      others = Arrays.copyOf(others, 2 * count);
    }
    others[count] = value;
    codes[row] = ~count++;
  }

  long get(int row) {
    int code = codes[row];
    return code >= 0 ? code : others[~code];
  }

  void resize(int capacity) {
    codes = Arrays.copyOf(codes, capacity);
  }

  /**
   * Keeps some rows only, in their order.
   *
   * @param places for each row its new number plus one; 0: it goes
   */
  void keep(int[] places, int rows) {
    long[] before = others;
    others = new long[4];
    count = 0;
    int kept = 0;
    for (int row = 0; row < rows; row++) {
      if (places[row] != 0) {
        int code = codes[row];
        set(places[row] - 1, code >= 0 ? code : before[~code]);
        kept = places[row];
      }
    }
    // What is left there would point into the old table, and not every row sets every column.
    Arrays.fill(codes, kept, codes.length, 0);
  }
}
