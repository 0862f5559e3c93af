package dev.loomtrace.analysis;

import dev.loomtrace.timeline.EventOnlySink;
import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** When the world was stopped. Needs memory in proportion to the number of stops. */
public final class WorldStops implements EventOnlySink {
  private final StopClock clock = new StopClock();
  // When a stop began or ended, and how long all of them were until then.
  private long[] times = new long[16];
  private long[] before = new long[16];
  private boolean[] stopped = new boolean[16];
  private int size;

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
      stops.note(begin, stops.total(), true);
      stops.note(end, stops.total() + end - begin, false);
    }
    return stops;
  }

  private long total() {
    return size == 0 ? 0 : before[size - 1];
  }

  @Override
  public void event(EventView event, TraceState state) {
    switch (event.kind()) {
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> {
        if (RangeKind.ofName(event.rangeName()) == RangeKind.STOP_THE_WORLD) {
          clock.event(event);
          note(event.time(), clock.until(event.time()), clock.isStopped());
        }
      }
      default -> {
        // No stop begins or ends with it.
      }
    }
  }

  private void note(long time, long until, boolean isStopped) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      before = Arrays.copyOf(before, 2 * size);
      stopped = Arrays.copyOf(stopped, 2 * size);
    }
    times[size] = time;
    before[size] = until;
    stopped[size] = isStopped;
    size++;
  }

  /** How long it was stopped in a stretch of time, in nanoseconds. */
  long between(long from, long to) {
    return size == 0 ? 0 : until(to) - until(from);
  }

  /** Takes the pieces of a stretch of time. */
  @FunctionalInterface
  interface Pieces {
    /** The next one, which is not empty. */
    void piece(boolean isStopped, long from, long to);
  }

  /** Hands over the pieces of a stretch in turn, in which the world was stopped or was not. */
  void pieces(long from, long to, Pieces pieces) {
    int i = last(from);
    for (long at = from; at < to; i++) {
      long end = i + 1 < size ? Math.min(to, times[i + 1]) : to;
      if (end > at) {
        pieces.piece(i >= 0 && stopped[i], at, end);
        at = end;
      }
    }
  }

  /** The last change at or before a time; -1 if there is none. */
  private int last(long time) {
    int low = -1;
    int high = size;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (times[middle] <= time) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long until(long time) {
    int low = last(time);
    return low < 0 ? 0 : before[low] + (stopped[low] ? time - times[low] : 0);
  }
}
