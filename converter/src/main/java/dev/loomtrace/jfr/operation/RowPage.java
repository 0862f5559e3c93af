package dev.loomtrace.jfr.operation;

import java.util.Arrays;

/**
 * Rows of {@link Operations}, so many that there are few pages and that a page is no burden. A row
 * is what one event tells: an operation at its begin and perhaps two more, at times after that.
 */
final class RowPage {
  static final int BITS = 12;
  static final int ROWS = 1 << BITS;

  /** Parts of a row: its operations. */
  static final int FIRST = 0;

  static final int MIDDLE = 1;
  static final int LAST = 2;
  private static final int PARTS = 3;
  private static final byte NONE = -1;

  /** Numbers of a row: when, after its begin, the middle and the last operation are. */
  static final int TO_MIDDLE = 0;

  static final int TO_LAST = 1;

  /** Who it is about, who woke that one, and where it was before and after. */
  static final int THREAD = 2;

  static final int WAKER = 3;
  static final int FROM = 4;
  static final int TO = 5;
  private static final int NUMBERS = 6;

  private final byte[] kinds = new byte[PARTS * ROWS];
  private final long[] begins = new long[ROWS];
  private final LongTable numbers = new LongTable(ROWS, NUMBERS);
  private final Object[] refs = new Object[ROWS];

  /** Forgets all rows, so that it can be used for others. */
  void clear() {
    Arrays.fill(refs, null);
    numbers.clear();
  }

  /** Begins a row that has no operations yet. */
  void begin(int row, long begin, long thread, Object ref) {
    Arrays.fill(kinds, PARTS * row, PARTS * row + PARTS, NONE);
    begins[row] = begin;
    refs[row] = ref;
    numbers.set(row, THREAD, thread);
  }

  /** Takes over a row of another page. */
  void copy(int row, RowPage other, int otherRow) {
    System.arraycopy(other.kinds, PARTS * otherRow, kinds, PARTS * row, PARTS);
    begins[row] = other.begins[otherRow];
    refs[row] = other.refs[otherRow];
    numbers.copy(row, other.numbers, otherRow);
  }

  void kind(int row, int part, OpKind kind) {
    kinds[PARTS * row + part] = (byte) kind.code();
  }

  /** The code of a part's kind; there must be such a part. */
  int kindCode(int row, int part) {
    return kinds[PARTS * row + part];
  }

  /** Whether the row has a last part. */
  boolean hasLast(int row) {
    return kinds[PARTS * row + LAST] != NONE;
  }

  /** Moves a row in time. */
  void delay(int row, long ticks) {
    begins[row] += ticks;
  }

  long begin(int row) {
    return begins[row];
  }

  long time(int row, int part) {
    return switch (part) {
      case FIRST -> begins[row];
      case MIDDLE -> begins[row] + numbers.get(row, TO_MIDDLE);
      default -> begins[row] + numbers.get(row, TO_LAST);
    };
  }

  long number(int row, int number) {
    return numbers.get(row, number);
  }

  void number(int row, int number, long value) {
    numbers.set(row, number, value);
  }

  Object ref(int row) {
    return refs[row];
  }

  void ref(int row, Object ref) {
    refs[row] = ref;
  }
}
