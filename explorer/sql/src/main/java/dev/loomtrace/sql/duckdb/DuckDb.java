package dev.loomtrace.sql.duckdb;

import dev.loomtrace.sql.SqlDatabase;
import dev.loomtrace.sql.SqlEngine;
import dev.loomtrace.sql.SqlTable;
import dev.loomtrace.sql.SqlTrace;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** DuckDB as the database. */
public final class DuckDb implements SqlEngine {
  /** For the service loader. */
  public DuckDb() {}

  @Override
  public SqlDatabase open(List<SqlTrace> traces) throws IOException {
    try {
      return new DuckDatabase(traces);
    } catch (SQLException | LinkageError e) {
      throw new IOException("the database cannot be started: " + e.getMessage(), e);
    }
  }

  @Override
  public List<SqlTable> schema() {
    List<SqlTable> tables = new ArrayList<>();
    for (Relation<?> relation : Schema.TABLES) {
      tables.add(
          new SqlTable(
              relation.name(),
              relation.description(),
              relation.columns().stream()
                  .map(
                      column ->
                          new SqlTable.Column(
                              column.name(), column.type().toString(), column.description()))
                  .toList(),
              ""));
    }
    for (View view : View.ALL) {
      tables.add(new SqlTable(view.name(), view.description(), List.of(), view.query()));
    }
    return tables;
  }
}
