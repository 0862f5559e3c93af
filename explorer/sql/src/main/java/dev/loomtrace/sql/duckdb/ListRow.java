package dev.loomtrace.sql.duckdb;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.ListCursor;
import java.util.List;
import java.util.function.Supplier;

/** Tasks, regions, ranges, counters, samples or logs: a row stands on one after the other. */
final class ListRow implements Rows<ListRow> {
  private final OpenTrace trace;
  private final ListCursor span;

  private ListRow(OpenTrace trace, SpanKind kind) {
    this.trace = trace;
    this.span = trace.store().listCursor();
    span.between(kind, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** All of a kind. */
  static List<Supplier<Rows<ListRow>>> of(OpenTrace trace, SpanKind kind) {
    return List.of(() -> new ListRow(trace, kind));
  }

  @Override
  public ListRow next() {
    return span.next() ? this : null;
  }

  OpenTrace trace() {
    return trace;
  }

  ListCursor span() {
    return span;
  }
}
