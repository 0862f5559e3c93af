package dev.loomtrace.sql;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Traces as a database. Queries read; they change nothing, and reach no file, no network and no
 * code but the database's own. For any number of threads.
 */
public interface SqlDatabase extends Closeable {
  /** What a file is written as. */
  enum Format {
    /** Rows of text, as RFC 4180 has them. */
    CSV,
    /** An array of objects. */
    JSON,
    /** Apache Parquet. */
    PARQUET,
    /** A database of DuckDB. */
    DUCKDB
  }

  /** Texts of any length, for {@link #prepare}. */
  int ANY_LENGTH = Integer.MAX_VALUE;

  /**
   * Reads a query.
   *
   * @param sql one statement that reads
   * @param longest of longer texts only the first so many characters are handed on, and an ellipsis
   * @throws SqlQueryException if it is none
   */
  SqlQuery prepare(String sql, int longest) throws SqlQueryException;

  /**
   * Runs a query.
   *
   * @param sql one statement that reads
   * @param rows takes what is found; what it throws ends the query
   * @throws SqlQueryException if the query is wrong, or no query
   * @throws IOException if a trace cannot be read
   */
  default void query(String sql, SqlRows rows) throws IOException {
    prepare(sql, ANY_LENGTH).run(rows);
  }

  /**
   * Writes what a query finds into a file, or, without a query, all tables: one file each into a
   * folder, or all into one database.
   *
   * @param sql the query; empty: all tables
   * @param file a path that does not exist
   * @return number of rows written
   * @throws SqlQueryException if the query is wrong
   * @throws IOException if the file cannot be written
   */
  long write(Optional<String> sql, Format format, Path file) throws IOException;

  /**
   * Writes all tables of all traces as Parquet, so that many such folders are one: {@code
   * FOLDER/TABLE/KEY=VALUE/…/date=DAY/NAME.parquet}, with the day of the trace's start in UTC. Rows
   * have the trace's name as {@code trace_name} instead of {@code trace_id}.
   *
   * @param folder may exist; the files in it must not
   * @param keys such as {@code service=shop}, in order
   * @return number of rows written
   * @throws IOException if a file exists or cannot be written, or a key cannot be part of a path
   */
  long writePartitions(Path folder, List<String> keys) throws IOException;

  /** Ends queries that run, and closes it. */
  @Override
  void close() throws IOException;
}
