package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.timeline.store.SpanCursor;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.Track;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.WaitCause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds who had to act at each moment for a unit of work to go on.
 *
 * <p>A piece in which a thread runs, could run, is pinned or stopped is its own. A wait that
 * another thread ended is replaced by what that one did during the wait, and so on. Who waits at a
 * moment, and for whom, does not depend on who asks, so what one wait consists of is found once for
 * all that come by it. Where nobody is known to have ended a wait, or a timer or poller did, it
 * stays what it is. Before a thread began, whoever started it had to act; before a pool's thread
 * had work, whoever gave it some.
 *
 * <p>The pieces of a unit add up to it, always. Its memory has a bound; the spans come from the
 * store.
 */
final class CriticalPaths {
  // What waits consist of is kept up to so many stories.
  private static final int MAX_KEPT = 1 << 20;
  private static final int NONE = -1;

  private final SpanStore store;
  private final WorldStops stops;
  private final PathStories stories;
  private final CodePlaces places;
  // The stories of threads that do no more than be in a state, by its ordinal.
  private final int[] plain;
  private final Deque<SpanCursor> spare = new ArrayDeque<>();
  private final Map<Wait, StoryTimes> known = new LinkedHashMap<>(16, 0.75f, true);
  private int kept;
  // From the unit's own thread to the one that is being looked at.
  private final List<Step> steps = new ArrayList<>();
  private final Set<Life> onTheWay = new HashSet<>();

  private record Wait(long thread, long begin) {}

  private record Life(long thread, long begin) {}

  /** What a thread did in a stretch of time, as far as it was looked at. */
  private static final class Step {
    private final Track track;
    private final SpanCursor cursor;
    private final int link;
    private final Wait wait;
    private final long to;
    private final StoryTimes times;
    private long at;
    private boolean entered;

    /**
     * At the start of the stretch.
     *
     * @param link the step from the one before; {@link #NONE} if there is none
     * @param wait what the whole of it is; null if it is a part
     */
    private Step(
        Track track, SpanCursor cursor, int link, Wait wait, long from, long to, StoryTimes times) {
      this.track = track;
      this.cursor = cursor;
      this.link = link;
      this.wait = wait;
      this.at = from;
      this.to = to;
      this.times = times;
    }
  }

  CriticalPaths(SpanStore store, WorldStops stops, PathStories stories, FrameOrigins origins) {
    this.store = store;
    this.stops = stops;
    this.stories = stories;
    places = new CodePlaces(origins);
    PathState[] states = PathState.values();
    plain = new int[states.length];
    for (PathState state : states) {
      plain[state.ordinal()] = stories.number(new PathStory(state));
    }
  }

  /** The path of a unit: how long each story was. */
  StoryTimes of(PathUnit unit) {
    StoryTimes times = new StoryTimes();
    for (PathUnit.Stretch stretch : unit.stretches()) {
      Optional<Track> track =
          stretch.thread() == Context.NO_GOROUTINE
              ? Optional.empty()
              : life(stretch.thread(), stretch.from());
      if (track.isPresent()) {
        walk(track.get(), stretch.from(), stretch.to(), times);
      } else {
        own(times, stretch.state(), stretch.from(), stretch.to());
      }
    }
    return times;
  }

  /** The life that a thread had at a time, or that ended then. */
  private Optional<Track> life(long thread, long time) {
    Optional<Track> life = store.threads().at(thread, time);
    return life.isPresent() ? life : store.threads().at(thread, time - 1);
  }

  private void walk(Track track, long from, long to, StoryTimes times) {
    enter(track, NONE, null, from, to, times);
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

  private void enter(Track track, int link, Wait wait, long from, long to, StoryTimes times) {
    onTheWay.add(new Life(track.id(), track.begin()));
    SpanCursor cursor = spare.isEmpty() ? store.cursor() : spare.pop();
    steps.add(new Step(track, cursor, link, wait, from, to, times));
  }

  private void leave(Step step) {
    steps.removeLast();
    onTheWay.remove(new Life(step.track.id(), step.track.begin()));
    spare.push(step.cursor);
    if (step.link != NONE) {
      add(steps.getLast().times, step.link, step.times);
    }
    if (step.wait != null) {
      keep(step.wait, step.times);
    }
  }

  private void add(StoryTimes to, int link, StoryTimes added) {
    added.forEach((story, time) -> to.add(stories.after(link, story), time));
  }

  private void keep(Wait wait, StoryTimes times) {
    known.put(wait, times);
    kept += times.capacity();
    while (kept > MAX_KEPT) {
      Map.Entry<Wait, StoryTimes> oldest = known.entrySet().iterator().next();
      kept -= oldest.getValue().capacity();
      known.remove(oldest.getKey());
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
      int link = link(PathLink.Kind.START, WaitCause.NONE, Optional.empty(), creator.get());
      enter(creator.get(), link, null, from, to, new StoryTimes());
    } else {
      own(step.times, PathState.UNKNOWN, from, to);
    }
  }

  private boolean isOnTheWay(Track track) {
    return onTheWay.contains(new Life(track.id(), track.begin()));
  }

  private int link(PathLink.Kind kind, WaitCause cause, Optional<CodePlace> place, Track owner) {
    return stories.number(new PathLink(kind, cause, place, group(owner)));
  }

  /** The group of a thread. */
  static String group(Track thread) {
    List<Frame> start = thread.start().frames();
    return GroupNames.of(
        thread.threadKind(), thread.name(), start.isEmpty() ? "" : start.getLast().function());
  }

  private void next(Step step) {
    SpanCursor span = step.cursor;
    if (!span.next()) {
      own(step.times, PathState.UNKNOWN, step.at, step.to); // It is gone.
      step.at = step.to;
      return;
    }
    long from = Math.max(step.at, Math.min(step.to, span.begin()));
    own(step.times, PathState.UNKNOWN, step.at, from);
    long to = Math.max(from, Math.min(step.to, span.end()));
    step.at = to;
    if (to == from) {
      return;
    }
    if (span.state() != SpanState.WAITING) {
      own(step.times, PathState.of(span.state()), from, to);
      return;
    }
    boolean idle = steps.size() > 1 && places.isIdle(span.cause(), span.place());
    Optional<Track> waker = waker(span);
    if (waker.isEmpty()) {
      step.times.add(
          idle
              ? plain[PathState.HAND_OFF.ordinal()]
              : stories.number(
                  new PathStory(
                      List.of(), PathState.BLOCKED, span.cause(), places.of(span.place()))),
          to - from);
      return;
    }
    int link =
        idle
            ? link(PathLink.Kind.HAND_OFF, WaitCause.NONE, Optional.empty(), waker.get())
            : link(PathLink.Kind.WAIT, span.cause(), places.of(span.place()), waker.get());
    if (from != span.begin() || to != span.end()) {
      enter(waker.get(), link, null, from, to, new StoryTimes());
      return;
    }
    Wait wait = new Wait(span.thread(), from);
    StoryTimes whole = known.get(wait);
    if (whole == null) {
      enter(waker.get(), link, wait, from, to, new StoryTimes());
    } else {
      add(step.times, link, whole);
    }
  }

  /** Who had to act for a wait to end; empty if that is not known, or would be a circle. */
  private Optional<Track> waker(SpanCursor wait) {
    if (!wait.wakeKind().byThread()
        || wait.wakerThread() == Context.NO_GOROUTINE
        || wait.wakerThread() == wait.thread()) {
      return Optional.empty();
    }
    return life(wait.wakerThread(), wait.end()).filter(track -> !isOnTheWay(track));
  }

  private void own(StoryTimes times, PathState state, long from, long to) {
    if (to <= from) {
      return;
    }
    long stopped = state.stops() ? stops.between(from, to) : 0;
    times.add(plain[state.ordinal()], to - from - stopped);
    times.add(plain[PathState.STOPPED.ordinal()], stopped);
  }
}
