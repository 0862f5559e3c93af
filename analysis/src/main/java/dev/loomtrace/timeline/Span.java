package dev.loomtrace.timeline;

import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.Waker;

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
    WaitCause cause,
    Stack place,
    double stackWeight,
    Waker waker,
    long creator,
    ThreadKind threadKind,
    long id,
    long parent,
    String name,
    String message,
    ResourceKind scope) {

  /** End minus start, in nanoseconds. */
  public long duration() {
    return end - begin;
  }
}
