package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.TraceState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** When the world was stopped. Needs memory in proportion to the number of stops. */
public final class WorldStops implements SpanSink {
  private final StopClock clock = new StopClock();
  // When a stop began or ended, and how long all of them were until then.
  private long[] times = new long[16];
  private long[] before = new long[16];
  private boolean[] stopped = new boolean[16];
  private int size;
  private int open;

  /** Of no trace yet. */
  public WorldStops() {}

  @Override
  public Set<SpanKind> kinds() {
    return EnumSet.noneOf(SpanKind.class);
  }

  @Override
  public void accept(SpanView span) {
    throw new AssertionError("invariant: only kinds that were asked for come: " + span.kind());
  }

  @Override
  public void event(EventView event, TraceState state) {
    boolean ends = event.kind() == EventKind.RANGE_END;
    if ((!ends && event.kind() != EventKind.RANGE_BEGIN && event.kind() != EventKind.RANGE_ACTIVE)
        || RangeKind.ofName(event.rangeName()) != RangeKind.STOP_THE_WORLD) {
      return;
    }
    clock.event(event);
    open = ends ? Math.max(0, open - 1) : open + 1;
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      before = Arrays.copyOf(before, 2 * size);
      stopped = Arrays.copyOf(stopped, 2 * size);
    }
    times[size] = event.time();
    before[size] = clock.until(event.time());
    stopped[size] = open > 0;
    size++;
  }

  /** How long it was stopped in a stretch of time, in nanoseconds. */
  long between(long from, long to) {
    return size == 0 ? 0 : until(to) - until(from);
  }

  private long until(long time) {
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
    return low < 0 ? 0 : before[low] + (stopped[low] ? time - times[low] : 0);
  }
}
