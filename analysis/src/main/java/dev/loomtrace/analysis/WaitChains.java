package dev.loomtrace.analysis;

import dev.loomtrace.timeline.EventOnlySink;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The chains behind the longest waits of a unit of work: those places that make a hundredth of its
 * time or more, {@value #MAX} at most, where a thread is known to have ended a wait. To find them,
 * one has to look back at what threads did from {@link #from} to {@link #to}.
 *
 * <p>Where that was not kept, the trace has to be read once more. It may then take the trace as
 * well, and says when enough of it was read.
 */
public final class WaitChains implements EventOnlySink {
  private static final int MAX = 5;
  private static final int SHARE = 100;

  private final List<TaskResult.Wait> waits;
  private final List<TaskResult.Wait> chosen;
  // Those of whom it counts for whom they wait at the end.
  private final Set<Long> waiters = new HashSet<>();
  private final long from;
  private final long to;
  private boolean past;
  private boolean enough;

  /**
   * Chooses waits.
   *
   * @param waits those of a unit, longest first
   * @param total how long the unit took, in nanoseconds
   */
  public WaitChains(List<TaskResult.Wait> waits, long total) {
    this.waits = List.copyOf(waits);
    chosen =
        waits.stream()
            .limit(MAX)
            // Steps go through waits, and not through what keeps a carrier.
            .filter(wait -> !wait.pinned() && wait.total() >= total / SHARE)
            .filter(TaskResult.Wait::endedByThread)
            .toList();
    from = chosen.stream().mapToLong(wait -> wait.unbroken().from()).min().orElse(0);
    to = chosen.stream().mapToLong(wait -> wait.unbroken().to()).max().orElse(0);
    chosen.forEach(wait -> waiters.add(wait.unbroken().thread()));
  }

  /** Whether there is none, so that nobody has to look back. */
  public boolean isEmpty() {
    return chosen.isEmpty();
  }

  /** When the first of the waits begins, in nanoseconds on the trace's clock. */
  public long from() {
    return from;
  }

  /** When the last of the waits ends. */
  public long to() {
    return to;
  }

  @Override
  public void event(EventView event, TraceState state) {
    if (event.time() > to) {
      if (!past) {
        past = true;
        enough = waiters.stream().noneMatch(id -> waits(state.goroutine(id)));
      }
    } else if (event.kind() == EventKind.GO_TRANSITION
        && event.goFrom() == GoState.WAITING
        && event.time() >= from
        && waits(state.goroutine(event.wakerThread()))) {
      waiters.add(event.wakerThread()); // As one does that leaves a monitor by waiting for it.
    }
  }

  private static boolean waits(TraceState.Goroutine g) {
    return g != null && g.state() == GoState.WAITING;
  }

  /**
   * Whether all that matters was in the events so far: nobody who had to act waits since a time
   * before the end of what was asked for. If somebody does, the rest of the trace says for whom.
   */
  public boolean hasEnough() {
    return enough;
  }

  /**
   * All waits of the unit, with their chains.
   *
   * @param store what threads did, at least from {@link #from} to {@link #to}
   * @param stops when the world was stopped in the trace
   * @param origins what is the application's own code
   */
  public List<TaskResult.Wait> told(SpanStore store, WorldStops stops, FrameOrigins origins) {
    CriticalPaths paths = new CriticalPaths(store, stops, origins);
    List<TaskResult.Wait> told = new ArrayList<>();
    for (TaskResult.Wait wait : waits) {
      if (chosen.contains(wait)) {
        ChainNode found = new ChainNode();
        paths.walk(wait.unbroken(), found);
        told.add(wait.behind(found.chain()));
      } else {
        told.add(wait);
      }
    }
    return told;
  }
}
