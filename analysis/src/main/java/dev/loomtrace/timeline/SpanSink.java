package dev.loomtrace.timeline;

import java.io.IOException;

/**
 * Takes the spans of a trace one by one, in the order in which they end, and then the trace's end.
 *
 * <p>A span handed over is a view that is valid during the call only: keep {@link SpanView#span()}
 * or what the accessors return. Spans that end at the same time come in no order that is promised.
 */
public interface SpanSink {
  /**
   * Takes the next span.
   *
   * @throws IOException if the sink cannot write what it must
   */
  void accept(SpanView span) throws IOException;

  /**
   * The trace has ended, and all spans were handed over. Called once.
   *
   * @throws IOException if the sink cannot write what it must
   */
  default void end(TraceExtent extent) throws IOException {}
}
