package dev.loomtrace.sql.duckdb;

import static dev.loomtrace.sql.duckdb.Column.maybeText;
import static dev.loomtrace.sql.duckdb.Column.number;
import static dev.loomtrace.sql.duckdb.Column.text;

import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.timeline.TraceFault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBColumnType;

/** The table of traces. */
final class TraceTable {
  private static final long SECOND = 1_000_000_000;

  /** One row for each trace. */
  static final Relation<OpenTrace> TRACE =
      new Relation<>(
          "trace",
          "A trace of the database.",
          List.of(
              number("trace_id", "its number, from 0 on", OpenTrace::number),
              text("name", "its file", OpenTrace::name),
              new Column<>(
                  "start_wall",
                  DuckDBColumnType.TIMESTAMP_NS,
                  "wall clock time of its start, in UTC, if it says",
                  (trace, cell) -> start(trace).ifPresent(cell::number)),
              number("dur", "from its first event to its last, in ns", TraceTable::duration),
              number("events", "number of events", trace -> trace.store().extent().events()),
              maybeText("repairs", "what was repaired in it or is lost", TraceTable::repairs),
              maybeText("fault", "where and why it breaks off", TraceTable::fault)),
          trace -> List.of(() -> once(trace)));

  private TraceTable() {}

  private static Rows<OpenTrace> once(OpenTrace trace) {
    OpenTrace[] left = {trace};
    return () -> {
      OpenTrace next = left[0];
      left[0] = null;
      return next;
    };
  }

  private static long duration(OpenTrace trace) {
    TraceExtent extent = trace.store().extent();
    return extent.end() - extent.begin();
  }

  /** Nanoseconds since 1970. */
  static Optional<Long> start(OpenTrace trace) {
    TraceExtent extent = trace.store().extent();
    return extent
        .clock()
        .map(
            clock -> {
              Instant wall = clock.wallTime().plusNanos(extent.begin() - clock.traceTime());
              return wall.getEpochSecond() * SECOND + wall.getNano();
            });
  }

  private static String repairs(OpenTrace trace) {
    var repairs = trace.store().extent().repairs();
    return repairs.counts().isEmpty() ? "" : repairs.toString();
  }

  private static String fault(OpenTrace trace) {
    return trace.store().extent().fault().map(TraceFault::message).orElse("");
  }
}
