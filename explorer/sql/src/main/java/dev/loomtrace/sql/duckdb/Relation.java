package dev.loomtrace.sql.duckdb;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A table as it is made: its columns, and how the rows of a trace are walked.
 *
 * @param name what queries call it
 * @param description what its rows are
 * @param columns its columns
 * @param parts of a trace, the parts that can be walked at the same time
 * @param <R> what the rows are made from
 */
record Relation<R>(
    String name,
    String description,
    List<Column<R>> columns,
    Function<OpenTrace, List<Supplier<Rows<R>>>> parts) {
  /** Keeps a copy of the list. */
  Relation {
    columns = List.copyOf(columns);
  }
}
