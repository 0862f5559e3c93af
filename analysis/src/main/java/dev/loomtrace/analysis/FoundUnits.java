package dev.loomtrace.analysis;

import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.Track;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The units of work of a trace that were asked for.
 *
 * @param whole those that began and ended in the trace
 * @param cut how many others there are, of which the beginning or the end is not known
 */
public record FoundUnits(List<PathUnit> whole, long cut) {
  /** Keeps a copy of the list. */
  public FoundUnits {
    whole = List.copyOf(whole);
  }

  /**
   * Lives of threads.
   *
   * @param groups the groups that they are of, by name, as {@link ThreadGroups} has them
   */
  public static FoundUnits ofThreads(SpanStore store, Predicate<String> groups) {
    List<PathUnit> whole = new ArrayList<>();
    long cut = 0;
    for (int i = 0; i < store.threads().size(); i++) {
      Track life = store.threads().get(i);
      if (!groups.test(GroupNames.of(life))) {
        continue;
      }
      if (life.beganBefore() || life.open()) {
        cut++;
      } else {
        whole.add(PathUnit.ofThread(life.id(), life.begin(), life.end()));
      }
    }
    return new FoundUnits(whole, cut);
  }

  /** Whether there are none, not even some that are cut. */
  public boolean isEmpty() {
    return whole.isEmpty() && cut == 0;
  }
}
