package dev.loomtrace.analysis;

import dev.loomtrace.timeline.EventOnlySink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.TraceState;
import java.util.Arrays;

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

  @Override
  public void event(EventView event, TraceState state) {
    switch (event.kind()) {
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> {
        if (RangeKind.ofName(event.rangeName()) == RangeKind.STOP_THE_WORLD) {
          clock.event(event);
          note(event.time());
        }
      }
      default -> {
        // No stop begins or ends with it.
      }
    }
  }

  private void note(long time) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      before = Arrays.copyOf(before, 2 * size);
      stopped = Arrays.copyOf(stopped, 2 * size);
    }
    times[size] = time;
    before[size] = clock.until(time);
    stopped[size] = clock.isStopped();
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
