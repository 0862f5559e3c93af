package dev.loomtrace.sql.duckdb;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Where tables lie that are written in parts: in folders that say what is the same in them. */
final class Partition {
  private static final Pattern KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=[A-Za-z0-9_.:@-]+");
  private static final long SECOND = 1_000_000_000;

  private Partition() {}

  /**
   * The folders of some keys.
   *
   * @throws IOException if one of them cannot be the name of a folder
   */
  static String path(List<String> keys) throws IOException {
    // Who reads the files finds the keys as columns.
    Set<String> names = new HashSet<>(Set.of("date", "trace_name"));
    for (Relation<?> relation : Schema.TABLES) {
      relation.columns().forEach(column -> names.add(column.name()));
    }
    for (String key : keys) {
      if (!KEY.matcher(key).matches()) {
        throw new IOException(
            "found the key '"
                + key
                + "', expected NAME=VALUE of letters, digits, and in the value . : @ - too");
      }
      String name = key.substring(0, key.indexOf('=')).toLowerCase(Locale.ROOT);
      if (!names.add(name)) {
        throw new IOException(
            "found the key '" + key + "', expected a name that is neither a column nor used twice");
      }
    }
    return String.join("/", keys);
  }

  /** The folder of the day on which a trace starts. */
  static String day(OpenTrace trace) {
    return "date="
        + TraceTable.start(trace)
            .map(nanos -> Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND)))
            .map(instant -> LocalDate.ofInstant(instant, ZoneOffset.UTC).toString())
            .orElse("unknown");
  }

  /** The file of a trace. */
  static String fileName(OpenTrace trace) {
    return trace.name().replaceAll("[^A-Za-z0-9_.@-]", "_") + ".parquet";
  }
}
