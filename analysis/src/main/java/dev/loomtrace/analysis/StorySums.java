package dev.loomtrace.analysis;

import dev.loomtrace.trace.WaitCause;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up what paths consist of, by story. Who waits at a moment, and for whom, does not depend on
 * who asks, so what one wait consists of is found once for all that come by it. Its memory has a
 * bound.
 */
final class StorySums {
  // What waits consist of is kept up to so many stories.
  private static final int MAX_KEPT = 1 << 20;

  private final PathStories stories;
  // The stories of threads that do no more than be in a state, by its ordinal.
  private final int[] plain;
  private final Map<Wait, StoryTimes> known = new LinkedHashMap<>(16, 0.75f, true);
  private int kept;

  private record Wait(long thread, long begin) {}

  StorySums(PathStories stories) {
    this.stories = stories;
    PathState[] states = PathState.values();
    plain = new int[states.length];
    for (PathState state : states) {
      plain[state.ordinal()] = stories.number(new PathStory(state));
    }
  }

  /** Adds up what is found of a unit. */
  PathFindings into(StoryTimes times) {
    return new Sum(null, null, times);
  }

  private final class Sum implements PathFindings {
    private final Sum waiter;
    private final PathStep step;
    private final StoryTimes times;

    /**
     * Nothing yet.
     *
     * @param waiter of whom it is a part; null if of nobody
     * @param step from there
     */
    private Sum(Sum waiter, PathStep step, StoryTimes times) {
      this.waiter = waiter;
      this.step = step;
      this.times = times;
    }

    @Override
    public void in(PathState state, long time) {
      times.add(plain[state.ordinal()], time);
    }

    @Override
    public void blocked(WaitCause cause, Optional<CodePlace> place, long time) {
      times.add(stories.number(new PathStory(List.of(), PathState.BLOCKED, cause, place)), time);
    }

    @Override
    public PathFindings enter(PathStep to) {
      StoryTimes whole = to.whole() ? known.get(waitOf(to)) : null;
      if (whole == null) {
        return new Sum(this, to, new StoryTimes());
      }
      add(to, whole);
      return null;
    }

    private void add(PathStep from, StoryTimes added) {
      int link = stories.number(from.link());
      added.forEach((story, time) -> times.add(stories.after(link, story), time));
    }

    @Override
    public void end() {
      waiter.add(step, times);
      if (step.whole()) {
        keep(waitOf(step), times);
      }
    }
  }

  private static Wait waitOf(PathStep step) {
    return new Wait(step.waiter(), step.from());
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
}
