package dev.loomtrace.sql;

import java.io.IOException;
import java.util.List;

/** Takes what a query finds. */
public interface SqlRows {
  /** The columns, before the first row. */
  void columns(List<SqlTable.Column> columns) throws IOException;

  /**
   * A row.
   *
   * @param values one for each column: null, a Boolean, a number, or else a text
   * @return false if no more are wanted
   */
  boolean row(List<Object> values) throws IOException;
}
