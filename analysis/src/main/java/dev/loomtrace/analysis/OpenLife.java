package dev.loomtrace.analysis;

import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.TraceState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A thread that lives: how its time was spent so far, and where it waited. */
final class OpenLife extends ThreadDoing {
  private final long id;
  private final SpentTime time = new SpentTime();
  private final CodePlaces places;
  private final PlacedWaits waits;
  // What it is in; null if it does not wait.
  private PlacedWaits.AtPlace wait;
  private boolean waitedForWork;
  private Map<String, Long> ranges = Map.of();

  /**
   * A thread that is heard of.
   *
   * @param id of the thread
   * @param g null if nothing is known of it
   * @param begin since when it is known to be there
   * @param stopped how long the world has been stopped when it is heard of
   */
  OpenLife(long id, TraceState.Goroutine g, CodePlaces places, long begin, long stopped) {
    this.id = id;
    this.places = places;
    this.waits = new PlacedWaits(places);
    enter(g, begin, stopped);
  }

  /**
   * Its state has changed.
   *
   * @param by who ended its wait, if it waited and that is known
   */
  void changed(TraceState.Goroutine g, Optional<TaskResult.Waker> by, long now, long stopped) {
    leave(by, now, stopped);
    enter(g, now, stopped);
  }

  private void enter(TraceState.Goroutine g, long now, long stopped) {
    begin(g, places, now, stopped);
    if (state == GoState.WAITING) {
      wait = waits.begin(cause, stack, Math.max(0, g.since() - g.began()));
      waitedForWork |= idle;
    }
  }

  private void leave(Optional<TaskResult.Waker> by, long now, long stopped) {
    long span = spend(time, now, stopped);
    if (wait != null) {
      wait.lasts(span);
      wait.unbroken(id, now - span, now);
      wait.ended(span, stack, by);
      wait = null;
    }
  }

  /** It was in a range of that name. */
  void range(String name, long duration) {
    if (ranges.isEmpty()) {
      ranges = new TreeMap<>();
    }
    ranges.merge(name, duration, Long::sum);
  }

  /** The time in ranges, by their name. */
  Map<String, Long> ranges() {
    return ranges;
  }

  /** The thread, or the trace, has ended. */
  void end(boolean open, long now, long stopped) {
    if (wait != null && open) {
      wait.open();
    }
    leave(Optional.empty(), now, stopped);
  }

  /** Whether it has waited for work, so that its life is none of somebody's. */
  boolean waitedForWork() {
    return waitedForWork;
  }

  /** How its time was spent. */
  TimeByState time() {
    return time.sum(0);
  }

  /** Its waits by place, longest first. */
  List<TaskResult.Wait> waits() {
    return waits.longestFirst();
  }
}
