package dev.loomtrace.trace;

import java.io.IOException;

/** Takes the events of a trace one by one: a writer, an analysis, a check. */
@FunctionalInterface
public interface EventSink {
  /**
   * Takes the next event.
   *
   * @param event the event; a view that is valid during this call only, so keep {@link
   *     EventView#event()} or what its accessors return
   * @throws IOException if the sink cannot write its output
   */
  void accept(EventView event) throws IOException;
}
