package dev.loomtrace.analysis.finding;

import dev.loomtrace.trace.Frame;
import java.util.HashMap;
import java.util.Map;

/** How often and how long threads ran that start at the same place. */
final class GroupTurns {
  // What comes later is put together.
  private static final int MAX_GROUPS = 10_000;
  private static final int RECENT = 64;

  private final Map<Frame, Turns> groups = new HashMap<>();
  private final Turns others = new Turns();
  // By identity: what most turns add to without a search.
  private final Frame[] recent = new Frame[RECENT];
  private final Turns[] recentTurns = new Turns[RECENT];

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
  @SuppressWarnings("ReferenceEquality") // The map knows of others that are equal.
  void ran(Frame start, long duration) {
    int slot = System.identityHashCode(start) & (RECENT - 1);
    if (recent[slot] != start) {
      recentTurns[slot] = of(start);
      recent[slot] = start;
    }
    recentTurns[slot].count++;
    recentTurns[slot].total += duration;
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
