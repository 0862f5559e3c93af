package dev.loomtrace.analysis;

import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.WaitCause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The critical path of one unit of work as it went on: who had to act at each moment, in order of
 * time. The segments follow each other without a gap, and add up to the unit. Immutable.
 *
 * <p>It is the path that {@link PathProfile} adds up over many units.
 */
public final class CriticalPath {
  /** Of a path that has more segments than this the waits of which more would come stay whole. */
  public static final int MAX_SEGMENTS = 100_000;

  private final List<Segment> segments;
  private final boolean cut;

  /**
   * A stretch of time in which one thread had to act, and did one thing.
   *
   * @param begin inclusive, in nanoseconds on the trace's clock
   * @param end exclusive
   * @param thread who had to act; {@link dev.loomtrace.trace.Context#NO_GOROUTINE} where only the
   *     state is known
   * @param depth how many waits lie between the unit itself, 0, and that thread
   * @param state what it did
   * @param cause if that was to wait, why
   * @param place if that was to wait, where in the code, if a stack was taken
   */
  public record Segment(
      long begin,
      long end,
      long thread,
      int depth,
      PathState state,
      WaitCause cause,
      Optional<CodePlace> place) {
    /** End minus start, in nanoseconds. */
    public long duration() {
      return end - begin;
    }
  }

  private CriticalPath(List<Segment> segments, boolean cut) {
    this.segments = List.copyOf(segments);
    this.cut = cut;
  }

  /**
   * That of a unit of work.
   *
   * @param store what threads did in the trace
   * @param stops when the world was stopped in it
   * @param origins what is the application's own code
   */
  public static CriticalPath of(
      SpanStore store, WorldStops stops, FrameOrigins origins, PathUnit unit) {
    return of(store, stops, origins, unit.stretches(), MAX_SEGMENTS);
  }

  /**
   * That of a thread during a stretch of time.
   *
   * @param store what threads did in the trace
   * @param stops when the world was stopped in it
   * @param origins what is the application's own code
   * @param thread its id; of several lives the one that goes on when the stretch begins
   * @param from inclusive, in nanoseconds on the trace's clock
   * @param to exclusive, not before {@code from}
   */
  public static CriticalPath ofThread(
      SpanStore store, WorldStops stops, FrameOrigins origins, long thread, long from, long to) {
    return of(store, stops, origins, List.of(PathStretch.of(thread, from, to)), MAX_SEGMENTS);
  }

  static CriticalPath of(
      SpanStore store,
      WorldStops stops,
      FrameOrigins origins,
      List<PathStretch> stretches,
      int maxSegments) {
    CriticalPaths paths = new CriticalPaths(store, stops, origins);
    Found found = new Found(stops, maxSegments);
    for (PathStretch stretch : stretches) {
      found.begin(stretch);
      paths.walk(stretch, found);
      found.finish(stretch);
    }
    return new CriticalPath(found.segments, found.cut);
  }

  /** The segments in order of time; none is empty. */
  public List<Segment> segments() {
    return segments;
  }

  /** Whether it has {@link #MAX_SEGMENTS} or more, so that some waits are not followed. */
  public boolean isCut() {
    return cut;
  }

  /** Takes what the walk finds, which comes in order of time, and without a gap. */
  private static final class Found implements PathFindings {
    private final WorldStops stops;
    private final int maxSegments;
    private final List<Segment> segments = new ArrayList<>();
    // From the unit's own thread to the one that has to act.
    private final Deque<Long> threads = new ArrayDeque<>();
    private long at;
    // What was said last, of which the walk may say next that the world was stopped meanwhile.
    private PathState said = PathState.UNKNOWN;
    private long saidSince;
    private boolean cut;

    private Found(WorldStops stops, int maxSegments) {
      this.stops = stops;
      this.maxSegments = maxSegments;
    }

    private void begin(PathStretch stretch) {
      threads.push(stretch.thread());
      at = stretch.from();
      saidSince = at;
    }

    private void finish(PathStretch stretch) {
      settle();
      threads.pop();
      if (at != stretch.to() || !threads.isEmpty()) {
        throw new AssertionError("invariant: a path is as long as its stretch: " + stretch);
      }
    }

    @Override
    public void in(PathState state, long time) {
      if (state != PathState.STOPPED) {
        settle();
        said = state;
      }
      at += time;
    }

    @Override
    public void blocked(WaitCause cause, Optional<CodePlace> place, long time) {
      settle();
      add(at, at + time, PathState.BLOCKED, cause, place);
      at += time;
      saidSince = at;
    }

    @Override
    public PathFindings enter(PathStep step) {
      settle();
      if (segments.size() < maxSegments) {
        threads.push(step.owner().id());
        return this;
      }
      cut = true;
      PathLink link = step.link();
      long time = step.to() - step.from();
      switch (link.kind()) {
        case WAIT -> blocked(link.cause(), link.place(), time);
        case HAND_OFF -> in(PathState.HAND_OFF, time);
        case START, OMITTED -> in(PathState.UNKNOWN, time);
      }
      return null;
    }

    @Override
    public void end() {
      settle();
      threads.pop();
    }

    /** Makes segments of what was said last. */
    private void settle() {
      if (said.stops()) {
        stops.pieces(
            saidSince,
            at,
            (isStopped, from, to) ->
                add(
                    from,
                    to,
                    isStopped ? PathState.STOPPED : said,
                    WaitCause.NONE,
                    Optional.empty()));
      } else {
        add(saidSince, at, said, WaitCause.NONE, Optional.empty());
      }
      saidSince = at;
    }

    private void add(
        long from, long to, PathState state, WaitCause cause, Optional<CodePlace> place) {
      if (to <= from) {
        return;
      }
      Segment last = segments.isEmpty() ? null : segments.getLast();
      long thread = threads.getFirst();
      int depth = threads.size() - 1;
      boolean goesOn =
          last != null
              && last.end == from
              && last.thread == thread
              && last.depth == depth
              && last.state == state
              && state != PathState.BLOCKED;
      if (goesOn) {
        segments.set(
            segments.size() - 1, new Segment(last.begin, to, thread, depth, state, cause, place));
      } else {
        segments.add(new Segment(from, to, thread, depth, state, cause, place));
      }
    }
  }
}
