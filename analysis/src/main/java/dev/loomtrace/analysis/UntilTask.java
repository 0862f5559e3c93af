package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Hands on a trace that has no tasks. What takes it is let go with the first task, so that it costs
 * traces with tasks nothing much.
 *
 * @param <S> what takes it; nobody else is to refer to it
 */
public final class UntilTask<S extends SpanSink> implements SpanSink {
  private final Set<SpanKind> kinds;
  private S sink;

  /** Hands it on to this one. */
  public UntilTask(S sink) {
    this.sink = sink;
    this.kinds = Set.copyOf(sink.kinds());
  }

  /** What has taken the trace so far; empty if a task was there. */
  public Optional<S> sink() {
    return Optional.ofNullable(sink);
  }

  @Override
  public Set<SpanKind> kinds() {
    return kinds;
  }

  @Override
  public void accept(SpanView span) throws IOException {
    if (sink != null) {
      sink.accept(span);
    }
  }

  @Override
  public void event(EventView event, TraceState state) throws IOException {
    if (event.kind() == EventKind.TASK_BEGIN || event.kind() == EventKind.TASK_END) {
      sink = null;
    } else if (sink != null) {
      sink.event(event, state);
    }
  }

  @Override
  public void end(TraceExtent extent) throws IOException {
    if (sink != null) {
      sink.end(extent);
    }
  }
}
