package dev.loomtrace.sql.duckdb;

/** Takes the value of one row in one column, by one of these; what is not given is null. */
interface Cell {
  /** A whole number. */
  void number(long value);

  /** A number. */
  void real(double value);

  /** A truth. */
  void flag(boolean value);

  /** A text. */
  void text(String value);
}
