package dev.loomtrace.sql;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.stream.Collectors;

/** Writes rows as RFC 4180 has them; a value that is null is empty. */
public final class SqlCsv implements SqlRows {
  private final Writer out;

  /** Writes there; it stays open. */
  public SqlCsv(Writer out) {
    this.out = out;
  }

  @Override
  public void columns(List<SqlTable.Column> columns) throws IOException {
    line(columns.stream().map(column -> (Object) column.name()).toList());
  }

  @Override
  public boolean row(List<Object> values) throws IOException {
    line(values);
    return true;
  }

  private void line(List<Object> values) throws IOException {
    out.write(values.stream().map(SqlCsv::field).collect(Collectors.joining(",")) + "\r\n");
  }

  private static String field(Object value) {
    String text = value == null ? "" : value.toString();
    boolean quoted = value instanceof String && (text.isEmpty() || needsQuotes(text));
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private static boolean needsQuotes(String text) {
    return text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        || Character.isWhitespace(text.charAt(0))
        || Character.isWhitespace(text.charAt(text.length() - 1));
  }
}
