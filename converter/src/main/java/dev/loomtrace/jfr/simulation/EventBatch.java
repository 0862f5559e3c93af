package dev.loomtrace.jfr.simulation;

import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.Repairs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Events of a simulation that are to be read together, and the repairs between them. Reused with
 * its events, so that a trace costs no allocation for each. For one thread at a time.
 */
public final class EventBatch {
  /** A repair that belongs to the event at this place, or to those that follow. */
  record Repaired(int place, Repairs.Kind kind, long time, long goroutine) {}

  private static final int LEAST = 64;
  private static final int MOST_KEPT = 8192;

  private PendingEvent[] events = new PendingEvent[LEAST];
  private int size;
  private final List<Repaired> repairs = new ArrayList<>();
  private final long[] lost = new long[Repairs.Kind.values().length];
  private long covered;

  /** An empty batch. */
  public EventBatch() {}

  /** Number of events in it. */
  public int size() {
    return size;
  }

  /** Takes all events out of it. */
  public void clear() {
    size = 0;
    repairs.clear();
    if (events.length > MOST_KEPT) {
      events = new PendingEvent[LEAST];
    }
  }

  PendingEvent add(EventKind kind, long time) {
    if (size == events.length) {
      events = Arrays.copyOf(events, 2 * size);
    }
    PendingEvent event = events[size];
    if (event == null) {
      event = new PendingEvent();
      events[size] = event;
    }
    size++;
    event.become(kind, time);
    return event;
  }

  PendingEvent get(int place) {
    return events[place];
  }

  void repaired(Repairs.Kind kind, long time, long goroutine) {
    repairs.add(new Repaired(size, kind, time, goroutine));
  }

  List<Repaired> repairs() {
    return repairs;
  }

  /** So much of a kind is lost of the recording, as far as it was read for this batch. */
  void lost(Repairs.Kind kind, long count) {
    lost[kind.ordinal()] = count;
  }

  long lost(Repairs.Kind kind) {
    return lost[kind.ordinal()];
  }

  /** The events so far, those of this batch included, say all of so many bytes. */
  public void covers(long bytes) {
    covered = bytes;
  }

  long covered() {
    return covered;
  }
}
