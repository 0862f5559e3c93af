package dev.loomtrace.analysis;

import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import java.util.List;

/**
 * Waits that ended, by their place in the code. Those of threads that had nothing to do are not
 * among them.
 *
 * @param places the places, those with most waiting time first
 * @param estimated whether stacks of short waits are a sample only, each of which stands for
 *     several, so that what the places say is estimated. The other components never are
 * @param total all waiting time, in nanoseconds
 * @param withoutStack that of the waits without a stack, in nanoseconds; if {@code estimated},
 *     sampled ones stand for them
 */
public record WaitsByPlace(List<Place> places, boolean estimated, long total, long withoutStack) {
  /** Keeps a copy of the list. */
  public WaitsByPlace {
    places = List.copyOf(places);
  }

  /**
   * A place in the code where goroutines waited.
   *
   * @param reason why, in the words of {@link WaitCause#word}; may be empty
   * @param code where that is
   * @param stack the whole stack of the longest of them that has one
   * @param count how many waits, rounded if that is an estimate
   * @param total how long altogether, in nanoseconds; see {@link #estimated}
   * @param ofReason how long all waits of that reason were, with those without a stack; what only a
   *     stack tells apart is one reason here
   */
  public record Place(
      String reason, CodePlace code, Stack stack, long count, long total, long ofReason) {}
}
