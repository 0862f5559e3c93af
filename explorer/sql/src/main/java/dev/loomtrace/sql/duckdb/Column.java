package dev.loomtrace.sql.duckdb;

import org.duckdb.DuckDBColumnType;

/**
 * A column of a table.
 *
 * @param name what queries call it
 * @param type what it holds
 * @param description what it says, in a few words
 * @param value its value of a row
 * @param <R> what the rows are made from
 */
record Column<R>(String name, DuckDBColumnType type, String description, Value<R> value) {
  /** Gives the value of a row. */
  @FunctionalInterface
  interface Value<R> {
    /** Puts it into a cell, or nothing, which is null. */
    void put(R row, Cell cell);
  }

  static <R> Column<R> number(String name, String description, ToLong<R> value) {
    return new Column<>(
        name, DuckDBColumnType.BIGINT, description, (row, cell) -> cell.number(value.of(row)));
  }

  static <R> Column<R> maybeNumber(String name, String description, Value<R> value) {
    return new Column<>(name, DuckDBColumnType.BIGINT, description, value);
  }

  static <R> Column<R> real(String name, String description, Value<R> value) {
    return new Column<>(name, DuckDBColumnType.DOUBLE, description, value);
  }

  static <R> Column<R> flag(String name, String description, ToFlag<R> value) {
    return new Column<>(
        name, DuckDBColumnType.BOOLEAN, description, (row, cell) -> cell.flag(value.of(row)));
  }

  static <R> Column<R> text(String name, String description, ToText<R> value) {
    return new Column<>(
        name, DuckDBColumnType.VARCHAR, description, (row, cell) -> cell.text(value.of(row)));
  }

  /** A text that is null where it is empty. */
  static <R> Column<R> maybeText(String name, String description, ToText<R> value) {
    return new Column<>(
        name,
        DuckDBColumnType.VARCHAR,
        description,
        (row, cell) -> {
          String text = value.of(row);
          if (!text.isEmpty()) {
            cell.text(text);
          }
        });
  }

  /** A number of a row. */
  @FunctionalInterface
  interface ToLong<R> {
    long of(R row);
  }

  /** A truth about a row. */
  @FunctionalInterface
  interface ToFlag<R> {
    boolean of(R row);
  }

  /** A text of a row. */
  @FunctionalInterface
  interface ToText<R> {
    String of(R row);
  }
}
