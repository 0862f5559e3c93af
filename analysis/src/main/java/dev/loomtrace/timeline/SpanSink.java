package dev.loomtrace.timeline;

import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * Takes the spans of a trace one by one, in the order in which they end, and then the trace's end.
 *
 * <p>A span handed over is a view that is valid during the call only: keep {@link SpanView#span()}
 * or what the accessors return. Spans that end at the same time come in no order that is promised.
 */
@FunctionalInterface
public interface SpanSink {
  /**
   * Takes the next span, of one of its {@link #kinds}.
   *
   * @throws IOException if the sink cannot write what it must
   */
  void accept(SpanView span) throws IOException;

  /**
   * The kinds of spans that it takes, all unless it says otherwise. Asked once, before the first
   * span; those that no sink takes are not made.
   */
  default Set<SpanKind> kinds() {
    return EnumSet.allOf(SpanKind.class);
  }

  /**
   * Takes an event, after the spans that end with it. For sinks that count events, or follow what
   * is in progress; others leave this as it is.
   *
   * @param event a view that is valid during this call only
   * @param state what the events up to this one add up to; to be read only, and always the same
   *     object
   * @throws IOException if the sink cannot write what it must
   */
  default void event(EventView event, TraceState state) throws IOException {}

  /**
   * The trace has ended, and all spans were handed over. Called once.
   *
   * @throws IOException if the sink cannot write what it must
   */
  default void end(TraceExtent extent) throws IOException {}
}
