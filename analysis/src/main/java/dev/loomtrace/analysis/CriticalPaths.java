package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.SpanCursor;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.WaitCause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds who had to act at each moment for a unit of work to go on.
 *
 * <p>A piece in which a thread runs, could run, is pinned or stopped is its own. A wait that
 * another thread ended is replaced by what that one did during the wait, and so on. Where nobody is
 * known to have ended a wait, or a timer or poller did, it stays what it is. Before a thread began,
 * whoever started it had to act; before a pool's thread had work, whoever gave it some.
 *
 * <p>The pieces of a unit add up to it, always. Its memory is in proportion to how many threads
 * wait for each other in a row; the spans come from the store.
 */
final class CriticalPaths {
  private final SpanStore store;
  private final WorldStops stops;
  private final CodePlaces places;
  private final Deque<SpanCursor> spare = new ArrayDeque<>();
  // From the unit's own thread to the one that is being looked at.
  private final List<Step> steps = new ArrayList<>();
  private final Set<Life> onTheWay = new HashSet<>();

  private record Life(long thread, long begin) {}

  /** What a thread did in a stretch of time, as far as it was looked at. */
  private static final class Step {
    private final Track track;
    private final SpanCursor cursor;
    private final long to;
    private final PathFindings found;
    private long at;
    private boolean entered;

    /** At the start of the stretch. */
    private Step(Track track, SpanCursor cursor, long from, long to, PathFindings found) {
      this.track = track;
      this.cursor = cursor;
      this.at = from;
      this.to = to;
      this.found = found;
    }
  }

  CriticalPaths(SpanStore store, WorldStops stops, FrameOrigins origins) {
    this.store = store;
    this.stops = stops;
    places = new CodePlaces(origins);
  }

  /** Walks along the path of a unit. */
  void walk(PathUnit unit, PathFindings found) {
    for (PathStretch stretch : unit.stretches()) {
      walk(stretch, found);
    }
  }

  /** Walks along a stretch of a unit's path. */
  void walk(PathStretch stretch, PathFindings found) {
    Optional<Track> track =
        stretch.thread() == Context.NO_GOROUTINE
            ? Optional.empty()
            : life(stretch.thread(), stretch.from());
    if (track.isPresent()) {
      walk(track.get(), stretch.from(), stretch.to(), found);
    } else {
      own(found, stretch.state(), stretch.from(), stretch.to());
    }
  }

  /** The life that a thread had at a time, or that ended then. */
  private Optional<Track> life(long thread, long time) {
    Optional<Track> life = store.threads().at(thread, time);
    return life.isPresent() ? life : store.threads().at(thread, time - 1);
  }

  private void walk(Track track, long from, long to, PathFindings found) {
    enter(track, from, to, found);
    while (!steps.isEmpty()) {
      Step step = steps.getLast();
      if (step.at >= step.to) {
        leave(step);
      } else if (step.entered) {
        next(step);
      } else {
        step.entered = true;
        if (step.at < step.track.begin()) {
          beforeBirth(step);
        } else {
          step.cursor.between(step.track, step.at, step.to);
        }
      }
    }
  }

  private void enter(Track track, long from, long to, PathFindings found) {
    onTheWay.add(new Life(track.id(), track.begin()));
    SpanCursor cursor = spare.isEmpty() ? store.cursor() : spare.pop();
    steps.add(new Step(track, cursor, from, to, found));
  }

  private void leave(Step step) {
    steps.removeLast();
    onTheWay.remove(new Life(step.track.id(), step.track.begin()));
    spare.push(step.cursor);
    if (!steps.isEmpty()) {
      step.found.end();
    }
  }

  /** Goes on to another one that had to act, unless it is known already what that one did. */
  private void goOn(
      Step step, PathLink.Kind kind, SpanCursor wait, Track owner, long from, long to) {
    boolean isWait = kind == PathLink.Kind.WAIT;
    PathLink link =
        new PathLink(
            kind,
            isWait ? wait.cause() : WaitCause.NONE,
            isWait ? places.of(wait.place()) : Optional.empty(),
            GroupNames.of(owner));
    boolean whole = wait != null && from == wait.begin() && to == wait.end();
    PathFindings found =
        step.found.enter(new PathStep(link, step.track.id(), owner, from, to, whole));
    if (found != null) {
      enter(owner, from, to, found);
    }
  }

  private void beforeBirth(Step step) {
    long from = step.at;
    long to = Math.min(step.to, step.track.begin());
    step.at = to;
    step.entered = false; // What comes then is its own.
    Optional<Track> creator =
        step.track.beganBefore() || step.track.creator() == Context.NO_GOROUTINE
            ? Optional.empty()
            : life(step.track.creator(), step.track.begin());
    if (creator.isPresent() && !isOnTheWay(creator.get())) {
      goOn(step, PathLink.Kind.START, null, creator.get(), from, to);
    } else {
      own(step.found, PathState.UNKNOWN, from, to);
    }
  }

  private boolean isOnTheWay(Track track) {
    return onTheWay.contains(new Life(track.id(), track.begin()));
  }

  private void next(Step step) {
    SpanCursor span = step.cursor;
    if (!span.next()) {
      own(step.found, PathState.UNKNOWN, step.at, step.to); // It is gone.
      step.at = step.to;
      return;
    }
    long from = Math.max(step.at, Math.min(step.to, span.begin()));
    own(step.found, PathState.UNKNOWN, step.at, from);
    long to = Math.max(from, Math.min(step.to, span.end()));
    step.at = to;
    if (to == from) {
      return;
    }
    if (span.state() != SpanState.WAITING) {
      own(step.found, PathState.of(span.state()), from, to);
      return;
    }
    boolean idle = steps.size() > 1 && places.isIdle(span.cause(), span.place());
    Optional<Track> waker = waker(span);
    if (waker.isPresent()) {
      PathLink.Kind kind = idle ? PathLink.Kind.HAND_OFF : PathLink.Kind.WAIT;
      goOn(step, kind, span, waker.get(), from, to);
    } else if (idle) {
      step.found.in(PathState.HAND_OFF, to - from);
    } else {
      step.found.blocked(span.cause(), places.of(span.place()), to - from);
    }
  }

  /** Who had to act for a wait to end; empty if that is not known, or would be a circle. */
  private Optional<Track> waker(SpanCursor wait) {
    if (!wait.wakeKind().byThread()
        || wait.wakerThread() == Context.NO_GOROUTINE
        || wait.wakerThread() == wait.thread()) {
      return Optional.empty();
    }
    // Who joins a thread is woken after that has ended.
    return life(wait.wakerThread(), wait.end())
        .or(() -> store.threads().latest(wait.wakerThread(), wait.end()))
        .filter(track -> track.end() > wait.begin() && !isOnTheWay(track));
  }

  private void own(PathFindings found, PathState state, long from, long to) {
    if (to <= from) {
      return;
    }
    long stopped = state.stops() ? stops.between(from, to) : 0;
    found.in(state, to - from - stopped);
    found.in(PathState.STOPPED, stopped);
  }
}
