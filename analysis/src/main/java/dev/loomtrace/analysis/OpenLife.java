package dev.loomtrace.analysis;

import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.TraceState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A thread that lives: how its time was spent so far, and where it waited. Small while it is in its
 * first state: most of many threads never leave it.
 */
final class OpenLife extends ThreadDoing {
  private final long id;
  private final BreakdownContext context;
  // Null until its first state ends.
  private SpentTime time;
  private PlacedWaits waits;
  // Of the wait that it is in what is older than the trace.
  private long earlier;
  private boolean waitedForWork;
  private Map<String, Long> ranges = Map.of();

  /**
   * A thread that is heard of.
   *
   * @param id of the thread
   * @param g null if nothing is known of it
   * @param begin since when it is known to be there
   * @param now when it is heard of
   */
  OpenLife(long id, TraceState.Goroutine g, BreakdownContext context, long begin, long now) {
    this.id = id;
    this.context = context;
    enter(g, begin, now);
  }

  /**
   * Its state has changed.
   *
   * @param by who ended its wait, if it waited and that is known
   */
  void changed(TraceState.Goroutine g, Optional<TaskResult.Waker> by, long now) {
    leave(by, now);
    enter(g, now, now);
  }

  private void enter(TraceState.Goroutine g, long from, long now) {
    begin(g, context, from, now);
    if (isWait(state)) {
      earlier = Math.max(0, g.since() - g.began());
      waitedForWork |= idle;
    }
  }

  /** The wait that it was in; null if it was in none. */
  private PlacedWaits.AtPlace leave(Optional<TaskResult.Waker> by, long now) {
    if (time == null) {
      time = new SpentTime();
      waits = new PlacedWaits();
    }
    long span = spend(time, context, now);
    if (!isWait(state)) {
      return null;
    }
    PlacedWaits.AtPlace wait =
        waits.begin(cause, state == GoState.PINNED, context.places().of(stack), earlier);
    wait.lasts(span);
    wait.unbroken(id, now - span, now);
    wait.ended(span, stack, by);
    return wait;
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

  /** The thread has ended. */
  void end(long now) {
    leave(Optional.empty(), now);
  }

  /**
   * The trace has ended before the thread.
   *
   * @param owner who owns the lock that it waits for, if it does and that is known
   */
  void endOpen(Optional<OwnerThread> owner, long now) {
    PlacedWaits.AtPlace wait = leave(Optional.empty(), now);
    if (wait != null) {
      wait.open(owner);
    }
  }

  /** Whether it has waited for work, so that its life is none of somebody's. */
  boolean waitedForWork() {
    return waitedForWork;
  }

  /** How its time was spent; after its end. */
  TimeByState time() {
    return time.time(context.words(), 0);
  }

  /** Its waits by place, longest first; after its end. */
  List<TaskResult.Wait> waits() {
    return waits.longestFirst();
  }
}
