package dev.loomtrace.analysis.finding;

import dev.loomtrace.base.LongMap;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds cycles among threads of which each waits for one other at most. For the number of threads
 * as they are: without recursion, and in a time in proportion to it.
 */
final class OwnerCycles {
  private static final int NOT_SEEN = 0;

  /**
   * Threads that wait for each other.
   *
   * @param threads each waits for the next one, the last for the first, which has the smallest id
   * @param behind how many others wait for one of them, directly or not
   */
  record Cycle(List<Long> threads, long behind) {}

  /** A thread that waits. */
  private static final class Waiter {
    private final long id;
    private final long owner;
    private final boolean forEver;
    // The number of the walk that came by first.
    private int walk = NOT_SEEN;
    // Of those in one or behind it; null: of none.
    private Ring ring;

    private Waiter(long id, long owner, boolean forEver) {
      this.id = id;
      this.owner = owner;
      this.forEver = forEver;
    }
  }

  private static final class Ring {
    private final List<Long> threads = new ArrayList<>();
    private long behind;
  }

  private final LongMap<Waiter> waiters = new LongMap<>();

  /**
   * A thread waits for another, once.
   *
   * @param forEver whether nothing but the other one can end that; else it is behind cycles, but in
   *     none
   */
  void add(long waiter, long owner, boolean forEver) {
    waiters.put(waiter, new Waiter(waiter, owner, forEver));
  }

  /** All cycles, by their smallest ids. */
  List<Cycle> cycles() {
    List<Ring> rings = new ArrayList<>();
    int walk = NOT_SEEN;
    for (long id : waiters.sortedKeys()) {
      walk++;
      List<Waiter> path = new ArrayList<>();
      Waiter at = waiters.get(id);
      while (at != null && at.walk == NOT_SEEN) {
        at.walk = walk;
        path.add(at);
        at = waiters.get(at.owner);
      }
      int ringAt = path.size();
      Ring ring = at == null ? null : at.ring;
      if (at != null && at.walk == walk) {
        ringAt = path.indexOf(at);
        List<Waiter> members = path.subList(ringAt, path.size());
        if (members.stream().allMatch(member -> member.forEver)) {
          ring = new Ring();
          rings.add(ring);
          for (Waiter member : fromSmallest(members)) {
            member.ring = ring;
            ring.threads.add(member.id);
          }
        }
      }
      if (ring != null) {
        for (Waiter behind : path.subList(0, ringAt)) {
          behind.ring = ring;
          ring.behind++;
        }
      }
    }
    return rings.stream()
        .map(ring -> new Cycle(List.copyOf(ring.threads), ring.behind))
        .sorted((a, b) -> Long.compare(a.threads().getFirst(), b.threads().getFirst()))
        .toList();
  }

  private static List<Waiter> fromSmallest(List<Waiter> members) {
    int smallest = 0;
    for (int i = 1; i < members.size(); i++) {
      smallest = members.get(i).id < members.get(smallest).id ? i : smallest;
    }
    List<Waiter> turned = new ArrayList<>(members.subList(smallest, members.size()));
    turned.addAll(members.subList(0, smallest));
    return turned;
  }
}
