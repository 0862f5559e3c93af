package dev.loomtrace.jfr;

import dev.loomtrace.jfr.simulation.EventBatch;
import java.io.IOException;

/** Where batches of events come from. */
@FunctionalInterface
interface EventSource {
  /**
   * Fills a batch.
   *
   * @param batch an empty one; stays empty if there are no more events
   * @throws IOException if the recording is broken or cannot be read; the events that are in the
   *     batch by then were right
   */
  void fill(EventBatch batch) throws IOException;
}
