package dev.loomtrace.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.loomtrace.report.VisibleWriter;
import dev.loomtrace.report.VisibleWriter.Form;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;

/** Writes rows as an array of objects. */
public final class SqlJson implements SqlRows {
  private final JsonGenerator json;
  private List<SqlTable.Column> columns = List.of();

  private SqlJson(JsonGenerator json) {
    this.json = json;
  }

  /** What hands rows on. */
  @FunctionalInterface
  public interface Source {
    /** Hands all rows on. */
    void to(SqlRows rows) throws IOException;
  }

  /**
   * Writes an array with all rows, a line each.
   *
   * @param out is flushed, and stays open
   */
  public static void array(Writer out, Source source) throws IOException {
    JsonFactory factory = new JsonFactory();
    try (JsonGenerator json = factory.createGenerator(new VisibleWriter(out, Form.JSON))) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      DefaultPrettyPrinter lines = new DefaultPrettyPrinter();
      lines.indentArraysWith(new DefaultIndenter("", "\n"));
      lines.indentObjectsWith(new DefaultPrettyPrinter.FixedSpaceIndenter());
      json.setPrettyPrinter(lines);
      json.writeStartArray();
      source.to(new SqlJson(json));
      json.writeEndArray();
    }
    out.write('\n');
    out.flush();
  }

  @Override
  public void columns(List<SqlTable.Column> found) {
    columns = found;
  }

  @Override
  public boolean row(List<Object> values) throws IOException {
    json.writeStartObject();
    for (int i = 0; i < values.size(); i++) {
      json.writeFieldName(columns.get(i).name());
      value(json, values.get(i));
    }
    json.writeEndObject();
    return true;
  }

  /** Writes the value of a row in a column. */
  public static void value(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Boolean flag -> json.writeBoolean(flag);
      case Double real -> real(json, real);
      case Float real -> real(json, real);
      case BigInteger number -> json.writeNumber(number);
      case BigDecimal number -> json.writeNumber(number);
      case Number number -> json.writeNumber(number.longValue());
      default -> json.writeString(value.toString());
    }
  }

  private static void real(JsonGenerator json, double value) throws IOException {
    if (Double.isFinite(value)) {
      json.writeNumber(value);
    } else {
      json.writeString(Double.toString(value));
    }
  }
}
