package dev.loomtrace.analysis;

import dev.loomtrace.timeline.EventOnlySink;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.StopClock;
import dev.loomtrace.timeline.StopHistory;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** When the world was stopped. Needs memory in proportion to the number of stops. */
public final class WorldStops implements EventOnlySink {
  private final StopClock clock = new StopClock();
  private final StopHistory history = new StopHistory();

  /** Of no trace yet. */
  public WorldStops() {}

  /**
   * Those of a trace of which the spans are in a store.
   *
   * @param store with its ranges
   */
  public static WorldStops of(SpanStore store) {
    List<long[]> ranges = new ArrayList<>();
    ListCursor range = store.listCursor();
    range.between(SpanKind.RANGE, Long.MIN_VALUE, Long.MAX_VALUE);
    while (range.next()) {
      if (RangeKind.ofName(range.name()) == RangeKind.STOP_THE_WORLD) {
        ranges.add(new long[] {range.begin(), range.end()});
      }
    }
    ranges.sort(Comparator.comparingLong(stop -> stop[0]));
    WorldStops stops = new WorldStops();
    for (int i = 0; i < ranges.size(); ) {
      long begin = ranges.get(i)[0];
      long end = ranges.get(i)[1];
      // One may begin while another one lasts.
      for (i++; i < ranges.size() && ranges.get(i)[0] <= end; i++) {
        end = Math.max(end, ranges.get(i)[1]);
      }
      stops.history.note(begin, stops.history.total(), true);
      stops.history.note(end, stops.history.total() + end - begin, false);
    }
    return stops;
  }

  @Override
  public void event(EventView event, TraceState state) {
    switch (event.kind()) {
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> {
        if (RangeKind.ofName(event.rangeName()) == RangeKind.STOP_THE_WORLD) {
          clock.event(event);
          history.note(event.time(), clock.until(event.time()), clock.isStopped());
        }
      }
      default -> {
        // No stop begins or ends with it.
      }
    }
  }

  /** How long it was stopped in a stretch of time, in nanoseconds. */
  long between(long from, long to) {
    return history.between(from, to);
  }

  /** Hands over the pieces of a stretch in turn, in which the world was stopped or was not. */
  void pieces(long from, long to, StopHistory.Pieces pieces) {
    history.pieces(from, to, pieces);
  }
}
