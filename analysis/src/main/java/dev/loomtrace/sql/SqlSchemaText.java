package dev.loomtrace.sql;

import dev.loomtrace.report.Table;
import dev.loomtrace.report.Text;
import java.io.IOException;
import java.util.List;

/** Shows the tables of a database to people. */
public final class SqlSchemaText {
  private SqlSchemaText() {}

  /** Prints them. */
  public static void print(List<SqlTable> tables, Text out) throws IOException {
    boolean first = true;
    for (SqlTable table : tables) {
      if (!first) {
        out.line();
      }
      first = false;
      boolean view = !table.definition().isEmpty();
      out.line((view ? "view " : "table ") + table.name() + ": " + table.description());
      Table columns = new Table("=", "=", "=");
      for (SqlTable.Column column : table.columns()) {
        columns.row(column.name(), column.type(), column.description());
      }
      columns.print(out, "  ");
      for (String line : table.definition().lines().toList()) {
        out.line("  " + line);
      }
    }
  }
}
