package dev.loomtrace.sql.duckdb;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBWritableVector;

/** The values of a column in one chunk of rows, written to the database all at once. */
final class ColumnBuffer implements Cell {
  private static final long SECOND = 1_000_000_000;

  private final DuckDBColumnType type;
  private final long[] numbers;
  private final String[] texts;
  private final boolean[] given;
  private int row;

  ColumnBuffer(DuckDBColumnType type, int capacity) {
    this.type = type;
    boolean text = type == DuckDBColumnType.VARCHAR;
    numbers = new long[text ? 0 : capacity];
    texts = new String[text ? capacity : 0];
    given = new boolean[capacity];
  }

  /** What is put from now on is of this row, which has no value so far. */
  Cell at(int newRow) {
    row = newRow;
    given[row] = false;
    return this;
  }

  @Override
  public void number(long value) {
    numbers[row] = value;
    given[row] = true;
  }

  @Override
  public void real(double value) {
    number(Double.doubleToRawLongBits(value));
  }

  @Override
  public void flag(boolean value) {
    number(value ? 1 : 0);
  }

  @Override
  public void text(String value) {
    texts[row] = value;
    given[row] = true;
  }

  /** Writes the first rows. */
  void writeTo(DuckDBWritableVector vector, int rows) {
    for (int i = 0; i < rows; i++) {
      if (given[i]) {
        write(vector, i);
      } else {
        vector.setNull(i);
      }
    }
  }

  private void write(DuckDBWritableVector vector, int i) {
    switch (type) {
      case VARCHAR -> vector.setString(i, texts[i]);
      case BOOLEAN -> vector.setBoolean(i, numbers[i] != 0);
      case DOUBLE -> vector.setDouble(i, Double.longBitsToDouble(numbers[i]));
      case TIMESTAMP_NS -> vector.setTimestamp(i, wall(numbers[i]));
      default -> vector.setLong(i, numbers[i]);
    }
  }

  private static LocalDateTime wall(long nanos) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(nanos, SECOND), (int) Math.floorMod(nanos, SECOND), ZoneOffset.UTC);
  }
}
