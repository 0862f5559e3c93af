package dev.loomtrace.trace;

import java.util.Iterator;
import java.util.List;

/** Reads events that are already in memory, unchanged and in the order of the list. */
public final class ListTraceReader extends TraceReader {
  private final Iterator<TraceEvent> events;

  /** Reads these events. */
  public ListTraceReader(List<TraceEvent> events) {
    this.events = List.copyOf(events).iterator();
  }

  @Override
  protected boolean advance() {
    if (!events.hasNext()) {
      return false;
    }
    event(events.next());
    return true;
  }
}
