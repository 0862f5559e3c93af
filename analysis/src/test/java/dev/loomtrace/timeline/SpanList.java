package dev.loomtrace.timeline;

import java.util.ArrayList;
import java.util.List;

/** Keeps all spans. */
public final class SpanList implements SpanSink {
  private final List<Span> spans = new ArrayList<>();
  private TraceExtent extent;

  @Override
  public void accept(SpanView span) {
    spans.add(span.span());
  }

  @Override
  public void end(TraceExtent newExtent) {
    if (extent != null) {
      throw new AssertionError("the end came twice");
    }
    extent = newExtent;
  }

  /** All of them in the order in which they came. */
  public List<Span> spans() {
    return spans;
  }

  /** Those of a kind. */
  public List<Span> of(SpanKind kind) {
    return spans.stream().filter(span -> span.kind() == kind).toList();
  }

  /** What came at the end. */
  public TraceExtent extent() {
    return extent;
  }
}
