package dev.loomtrace.gotrace.v2;

import dev.loomtrace.base.ReadAhead;
import java.io.IOException;
import java.util.Arrays;

/**
 * Events of one generation in order, to be read together. Reused with its events, so that a trace
 * costs no allocation for each. For one thread at a time.
 */
final class OrderedBatch implements ReadAhead.Batch {
  private static final int LEAST = 16;

  private OrderedEvent[] events = new OrderedEvent[LEAST];
  private int size;
  private long covered;
  private Throwable failure; // Null if it did not end by one.

  @Override
  public int size() {
    return size;
  }

  @Override
  public void clear() {
    size = 0;
    failure = null;
  }

  /** The place of the next event, which is not in the batch before {@link #add}. */
  OrderedEvent next() {
    if (size == events.length) {
      events = Arrays.copyOf(events, 2 * size);
    }
    OrderedEvent event = events[size];
    if (event == null) {
      event = new OrderedEvent();
      events[size] = event;
    }
    return event;
  }

  /** The event at the next place is whole. */
  void add() {
    size++;
  }

  OrderedEvent get(int place) {
    return events[place];
  }

  /** What happened after its last event. */
  void fails(Throwable newFailure) {
    failure = newFailure;
  }

  /** Throws what happened after its last event, if anything did. */
  void raise() throws IOException {
    if (failure != null) {
      ReadAhead.raise(failure);
    }
  }

  /** The events so far, those of this batch included, say all of so many bytes. */
  void covers(long bytes) {
    covered = bytes;
  }

  long covered() {
    return covered;
  }
}
