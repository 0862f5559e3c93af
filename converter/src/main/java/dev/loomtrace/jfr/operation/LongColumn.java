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
  private int othersCount;

  LongColumn(int capacity) {
    codes = new int[capacity];
  }

  void set(int row, long value) {
    if (value >= 0 && value <= Integer.MAX_VALUE) {
      codes[row] = (int) value;
      return;
    }
    if (othersCount == others.length) {
      others = Arrays.copyOf(others, 2 * othersCount);
    }
    others[othersCount] = value;
    codes[row] = ~othersCount++;
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
   * @param rows the numbers of the first ones that stay, ascending
   * @param begin from here on all rows stay
   * @param end the number of rows there were
   */
  void keep(int[] rows, int begin, int end) {
    int count = rows.length;
    if (othersCount == 0) {
      for (int i = 0; i < count; i++) {
        codes[i] = codes[rows[i]];
      }
      System.arraycopy(codes, begin, codes, count, end - begin);
    } else {
      long[] before = others;
      others = new long[4];
      othersCount = 0;
      for (int i = 0; i < count; i++) {
        move(rows[i], i, before);
      }
      for (int row = begin; row < end; row++) {
        move(row, count + row - begin, before);
      }
    }
    // What is left there may point into the old table, and not every row sets every column.
    Arrays.fill(codes, count + end - begin, end, 0);
  }

  private void move(int from, int to, long[] before) {
    int code = codes[from];
    set(to, code >= 0 ? code : before[~code]);
  }
}
