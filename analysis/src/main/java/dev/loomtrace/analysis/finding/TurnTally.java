package dev.loomtrace.analysis.finding;

import dev.loomtrace.trace.Context;

/** Turns on carriers that were too long. */
final class TurnTally {
  private long count;
  private long total;
  private long longest = -1;
  private long longestThread = Context.NO_GOROUTINE;
  private long othersWaited;

  void add(long thread, long duration, long others) {
    count++;
    total += duration;
    othersWaited += others;
    if (duration > longest) {
      longest = duration;
      longestThread = thread;
    }
  }

  long count() {
    return count;
  }

  long total() {
    return total;
  }

  long longest() {
    return longest;
  }

  /** How long threads that could run waited meanwhile, added up. */
  long othersWaited() {
    return othersWaited;
  }

  /** How many of these there were at a time, on average. */
  double others() {
    return total == 0 ? 0 : (double) othersWaited / total;
  }

  Evidence evidence() {
    return Evidence.longest(longestThread, longest);
  }
}
