package dev.loomtrace.timeline;

import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;

/**
 * An immutable span. The components are those of {@link SpanView}, without restriction to kinds:
 * what a kind does not have is the view's default.
 */
public record Span(
    SpanKind kind,
    long begin,
    long end,
    boolean beganBefore,
    boolean open,
    long thread,
    long proc,
    SpanState state,
    String reason,
    String detail,
    Stack place,
    double stackWeight,
    long waker,
    String wakerName,
    long id,
    long parent,
    String name,
    String message,
    ResourceKind scope) {

  /** End less begin, in nanoseconds. */
  public long duration() {
    return end - begin;
  }
}
