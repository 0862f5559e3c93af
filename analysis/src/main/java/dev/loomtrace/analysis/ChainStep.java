package dev.loomtrace.analysis;

import java.util.List;

/**
 * A step in the chain behind a wait: who had to act for it to end, what that one did meanwhile, and
 * for whom it waited itself. Times are in nanoseconds; those of {@code own} and {@code next} add up
 * to {@code total}. Steps that are alike, in a row or beside each other, are one.
 *
 * @param link how one comes to it: the wait itself, and the group of who ended it
 * @param threads who had to act, in the order in which they are come to: the first {@value
 *     #MAX_THREADS} of them
 * @param threadCount how many threads that are
 * @param waits how many waits, hand-offs or starts are one here
 * @param begin when the first of them was come to, on the trace's clock
 * @param end when the last of them ended
 * @param total how long all of them were
 * @param own what these threads did themselves, longest first: stories without a chain
 * @param next for whom they waited, longest first
 */
public record ChainStep(
    PathLink link,
    List<TaskWorker> threads,
    long threadCount,
    long waits,
    long begin,
    long end,
    long total,
    List<Own> own,
    List<ChainStep> next) {
  /** How many threads are listed. */
  static final int MAX_THREADS = 10;

  /** Keeps copies of the lists. */
  public ChainStep {
    threads = List.copyOf(threads);
    own = List.copyOf(own);
    next = List.copyOf(next);
  }

  /**
   * What threads did themselves.
   *
   * @param what without a chain
   * @param time how long
   */
  public record Own(PathStory what, long time) {}
}
