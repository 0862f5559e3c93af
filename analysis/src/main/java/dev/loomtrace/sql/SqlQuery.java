package dev.loomtrace.sql;

import java.io.IOException;

/** A query that was read, and may run once. */
public interface SqlQuery {
  /**
   * Runs it on this thread, which does nothing else meanwhile, not even if it is interrupted.
   *
   * @param rows takes what is found; what it throws ends the query
   * @throws SqlQueryException if the query is wrong
   * @throws java.io.InterruptedIOException if it was stopped
   * @throws IOException if a trace cannot be read
   */
  void run(SqlRows rows) throws IOException;

  /**
   * Stops it, soon: before it runs, while it does, or without effect after that. To be called again
   * while it still runs, since the database forgets it where a query has just begun. On any thread.
   */
  void stop();
}
