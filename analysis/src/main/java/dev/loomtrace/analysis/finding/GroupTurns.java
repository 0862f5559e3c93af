package dev.loomtrace.analysis.finding;

import dev.loomtrace.base.Recent;
import dev.loomtrace.trace.Frame;
import java.util.HashMap;
import java.util.Map;

/** How often and how long threads ran that start at the same place. */
final class GroupTurns {
  // What comes later is put together.
  private static final int MAX_GROUPS = 10_000;

  private final Map<Frame, Turns> groups = new HashMap<>();
  private final Turns others = new Turns();
  private final Recent<Frame, Turns> recent = new Recent<>(this::of);

  /** Of one group. */
  static final class Turns {
    private long count;
    private long total;

    long count() {
      return count;
    }

    long total() {
      return total;
    }
  }

  /** A thread that starts there has run. */
  void ran(Frame start, long duration) {
    Turns turns = recent.of(start);
    turns.count++;
    turns.total += duration;
  }

  /** Those of a group; live. */
  Turns of(Frame start) {
    Turns known = groups.get(start);
    if (known != null || groups.size() >= MAX_GROUPS) {
      return known == null ? others : known;
    }
    Turns turns = new Turns();
    groups.put(start, turns);
    return turns;
  }
}
