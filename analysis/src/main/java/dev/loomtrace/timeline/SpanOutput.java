package dev.loomtrace.timeline;

import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** The span being made, and the sinks that take it. */
final class SpanOutput extends SpanView {
  private static final int START = 0;
  private static final int STARTS = 64;

  private final SpanSink[] sinks;
  // Those that take the spans of a kind, by its ordinal.
  private final SpanSink[][] takers;
  // Most spans are states: of those without a look into the table.
  private final SpanSink[] stateTakers;
  // Becomes a stack only if a sink asks for it.
  private Frame start = Frame.NONE;
  // The stacks of frames in which threads started, by hash codes: many start in the same.
  private final Stack[] starts = new Stack[STARTS];

  SpanOutput(SpanSink... sinks) {
    this.sinks = sinks.clone();
    SpanKind[] kinds = SpanKind.values();
    takers = new SpanSink[kinds.length][];
    for (SpanKind kind : kinds) {
      takers[kind.ordinal()] =
          Arrays.stream(sinks).filter(sink -> sink.kinds().contains(kind)).toArray(SpanSink[]::new);
    }
    stateTakers = takers[SpanKind.STATE.ordinal()];
  }

  /** The place is the frame in which a thread starts. */
  void startsAt(Frame frame) {
    if (!frame.isNone()) {
      start = frame;
      whereRef(START, 1);
    }
  }

  @Override
  protected Stack resolveStack(int ref) {
    int slot = start.hashCode() & (STARTS - 1);
    Stack known = starts[slot];
    if (known == null || !known.frames().getFirst().equals(start)) {
      known = Stack.of(List.of(start));
      starts[slot] = known;
    }
    return known;
  }

  /** Whether any sink takes spans of a kind. */
  boolean takes(SpanKind kind) {
    return takers[kind.ordinal()].length > 0;
  }

  /** Hands the span over, which is a STATE. */
  void emitState() throws IOException {
    for (SpanSink sink : stateTakers) {
      sink.accept(this);
    }
  }

  /** Hands the span over. */
  void emit() throws IOException {
    for (SpanSink sink : takers[kind().ordinal()]) {
      sink.accept(this);
    }
  }

  void event(EventView event, TraceState state) throws IOException {
    for (SpanSink sink : sinks) {
      sink.event(event, state);
    }
  }

  void end(TraceExtent extent) throws IOException {
    for (SpanSink sink : sinks) {
      sink.end(extent);
    }
  }
}
