package dev.loomtrace.gotrace.text;

import dev.loomtrace.base.GoSort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What makes up a trace since Go 1.22: bytes and number of events of each type, as {@code go tool
 * trace -d=footprint} tells.
 *
 * @param traceBytes bytes of the trace, its header included
 * @param events number of its events, those of structure included
 * @param rows one for each of the 256 possible types, by descending bytes; in Go's order where
 *     equal
 */
public record Footprint(long traceBytes, long events, List<Row> rows) {
  private static final int CODES = 1 << 8;
  private static final int LEAST_WIDTH = 3;
  private static final int PADDING = 2;

  /**
   * The events of one type.
   *
   * @param name the type's name; empty for a code without type
   * @param bytes what its events take
   * @param count how many there are
   */
  public record Row(String name, long bytes, long count) {}

  /** Keeps an unmodifiable copy of the rows. */
  public Footprint {
    rows = List.copyOf(rows);
  }

  /**
   * Reads a trace to its end.
   *
   * @param trace the trace; closed
   * @throws dev.loomtrace.trace.MalformedTraceException if it is no sequence of events
   * @throws IOException if it cannot be read
   */
  public static Footprint of(InputStream trace) throws IOException {
    long[] bytes = new long[CODES];
    long[] counts = new long[CODES];
    long events = 0;
    try (RawTraceReader reader = RawTraceReader.open(trace)) {
      while (reader.next()) {
        RawEvent event = reader.event();
        bytes[event.code()] += event.encodedSize();
        counts[event.code()]++;
        events++;
      }
      return new Footprint(reader.offset(), events, rows(bytes, counts, reader.version().codes()));
    }
  }

  private static List<Row> rows(long[] bytes, long[] counts, int codes) {
    Object[] rows = new Object[CODES];
    long[] keys = new long[CODES];
    for (int code = 0; code < CODES; code++) {
      String name = code < codes ? RawEvent.name(code) : "<unknown (" + code + ")>";
      rows[code] = new Row(name, bytes[code], counts[code]);
      keys[code] = -bytes[code];
    }
    GoSort.sort(keys, rows, CODES);
    List<Row> sorted = new ArrayList<>(CODES);
    for (Object row : rows) {
      sorted.add((Row) row);
    }
    return sorted;
  }

  /** Prints the table that Go prints. */
  public void print(OutputStream out) throws IOException {
    List<String[]> lines = new ArrayList<>();
    lines.add(new String[] {"Event", "Bytes", "%", "Count", "%"});
    lines.add(new String[] {"-", "-", "-", "-", "-"});
    for (Row row : rows) {
      lines.add(
          new String[] {
            row.name(),
            Long.toString(row.bytes()),
            percent(row.bytes(), traceBytes),
            Long.toString(row.count()),
            percent(row.count(), events)
          });
    }
    TextBuffer text = new TextBuffer();
    int[] widths = widths(lines);
    for (String[] line : lines) {
      for (int column = 0; column < widths.length; column++) {
        text.raw(line[column]);
        for (int i = line[column].length(); i < widths[column]; i++) {
          text.octet(' ');
        }
      }
      text.raw(line[widths.length]).octet('\n');
    }
    text.writeTo(out);
  }

  /** Widths of all columns but the last. */
  private static int[] widths(List<String[]> lines) {
    int[] widths = new int[lines.getFirst().length - 1];
    for (int column = 0; column < widths.length; column++) {
      widths[column] = LEAST_WIDTH;
      for (String[] line : lines) {
        widths[column] = Math.max(widths[column], line[column].length() + PADDING);
      }
    }
    return widths;
  }

  private static String percent(long part, long whole) {
    if (whole == 0) {
      return "NaN%";
    }
    double percent = (double) part / (double) whole * 100;
    return new BigDecimal(percent).setScale(2, RoundingMode.HALF_EVEN).toPlainString() + "%";
  }
}
