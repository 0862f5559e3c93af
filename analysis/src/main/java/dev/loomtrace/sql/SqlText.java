package dev.loomtrace.sql;

import dev.loomtrace.report.Quantities;
import dev.loomtrace.report.Table;
import dev.loomtrace.report.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Shows rows to people: as a table of at most so many, and how many more there are. */
public final class SqlText implements SqlRows {
  private static final int MOST = 1_000;

  private final Text out;
  private Table table = new Table("<");
  private long rows;
  private boolean any;

  /** Shows them there. */
  public SqlText(Text out) {
    this.out = out;
  }

  @Override
  public void columns(List<SqlTable.Column> columns) {
    any = true;
    table =
        new Table(
            columns.stream()
                .map(column -> (isNumber(column.type()) ? "" : "<") + column.name())
                .toArray(String[]::new));
  }

  private static boolean isNumber(String type) {
    return type.endsWith("INT")
        || type.equals("INTEGER")
        || type.equals("DOUBLE")
        || type.equals("FLOAT")
        || type.startsWith("DECIMAL");
  }

  @Override
  public boolean row(List<Object> values) {
    if (rows++ < MOST) {
      List<String> words = new ArrayList<>();
      values.forEach(value -> words.add(value == null ? "" : value.toString()));
      table.row(words.toArray(String[]::new));
    }
    return true;
  }

  /** Writes the table; after the last row. */
  public void end() throws IOException {
    if (!any) {
      return;
    }
    table.print(out, "");
    if (rows == 0) {
      out.line("no rows");
    } else if (rows > MOST) {
      out.line("and " + Quantities.count(rows - MOST, "more row"));
    }
  }
}
