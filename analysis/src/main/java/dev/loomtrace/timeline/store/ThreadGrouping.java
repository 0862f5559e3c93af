package dev.loomtrace.timeline.store;

/** What groups the threads of a store are in; threads are their numbers in {@link Tracks}. */
public interface ThreadGrouping {
  /** How many groups there are. */
  int groups();

  /** The group of a thread. */
  int groupOf(int thread);

  /**
   * The threads of a group in the order of their begins; not to be changed.
   *
   * @param group its number, or {@link GroupSums#ALL}
   */
  int[] members(int group);
}
