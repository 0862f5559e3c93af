package dev.loomtrace.sql;

import java.util.List;

/**
 * A table, or a view.
 *
 * @param name what queries call it
 * @param description what its rows are, a sentence
 * @param columns its columns, in order
 * @param definition of a view, the query that it stands for; empty for a table
 */
public record SqlTable(String name, String description, List<Column> columns, String definition) {
  /** Keeps a copy of the list. */
  public SqlTable {
    columns = List.copyOf(columns);
  }

  /**
   * A column.
   *
   * @param name what queries call it
   * @param type in the words of SQL
   * @param description what it says, in a few words
   */
  public record Column(String name, String type, String description) {}
}
