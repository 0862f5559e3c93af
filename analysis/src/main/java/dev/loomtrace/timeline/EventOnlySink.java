package dev.loomtrace.timeline;

import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/** Takes the events of a trace and its end, and no spans. */
public interface EventOnlySink extends SpanSink {
  @Override
  default Set<SpanKind> kinds() {
    return EnumSet.noneOf(SpanKind.class);
  }

  @Override
  default void accept(SpanView span) {
    throw new AssertionError("invariant: only kinds that were asked for come: " + span.kind());
  }

  @Override
  void event(EventView event, TraceState state) throws IOException;
}
