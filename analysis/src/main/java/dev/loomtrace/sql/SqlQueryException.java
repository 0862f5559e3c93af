package dev.loomtrace.sql;

import java.io.IOException;
import java.util.List;

/** A query is wrong. The message says what, in one line or several. */
public final class SqlQueryException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * What is wrong with it.
   *
   * @param message for whoever wrote the query
   */
  public SqlQueryException(String message) {
    super(message);
  }

  /** The message by line, without empty ones. */
  public List<String> lines() {
    return getMessage().lines().filter(line -> !line.isBlank()).toList();
  }
}
