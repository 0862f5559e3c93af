package dev.loomtrace.jfr.operation;

import java.util.Arrays;

/**
 * A table of numbers of which nearly all are below 2^31 and not negative: these take four bytes,
 * others twelve. The numbers of a row lie side by side, since they are read together.
 */
final class LongTable {
  private final int columns;
  // What is not negative is the number, what is negative a place in the list of the others.
  private final int[] codes;
  private long[] others = {};
  private int othersCount;

  LongTable(int rows, int columns) {
    this.columns = columns;
    codes = new int[rows * columns];
  }

  /** Sets all numbers to zero. */
  void clear() {
    Arrays.fill(codes, 0);
    othersCount = 0;
  }

  /** Takes over a row of another table. */
  void copy(int row, LongTable other, int otherRow) {
    for (int column = 0; column < columns; column++) {
      set(row, column, other.get(otherRow, column));
    }
  }

  void set(int row, int column, long value) {
    codes[row * columns + column] =
        value >= 0 && value <= Integer.MAX_VALUE ? (int) value : ~addOther(value);
  }

  private int addOther(long value) {
    if (othersCount == others.length) {
      others = Arrays.copyOf(others, Math.max(4, 2 * othersCount));
    }
    others[othersCount] = value;
    return othersCount++;
  }

  long get(int row, int column) {
    int code = codes[row * columns + column];
    return code >= 0 ? code : others[~code];
  }
}
