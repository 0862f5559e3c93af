package dev.loomtrace.sql.duckdb;

/**
 * Walks a part of a table's rows. For one thread.
 *
 * @param <R> what the rows are made from
 */
@FunctionalInterface
interface Rows<R> {
  /** The next row, which is of use until the one after it; null if there is none. */
  R next();
}
