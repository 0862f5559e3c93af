package dev.loomtrace.analysis.finding;

import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.Context;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The waits at a site that have ended. */
final class SiteTally {
  // Who ended waits; what comes later is not counted.
  private static final int MAX_GROUPS = 100;
  private static final int SHOWN_GROUPS = 2;

  private final Map<String, Part> endedBy = new HashMap<>(2);
  private long count;
  private long total;
  private long longest = -1;
  private long longestThread = Context.NO_GOROUTINE;
  private long told;
  private long handedOn;

  private static final class Part {
    private long count;
    private long nanos;
  }

  /**
   * A wait has ended.
   *
   * @param waker the group of the thread that ended it; empty if not known
   * @param wakerHadWaited whether that one had waited at this site as well
   */
  void add(SpanView wait, String waker, boolean wakerHadWaited) {
    // One with a stack may stand for others that have none.
    long times = Math.max(1, Math.round(wait.stackWeight()));
    count += times;
    total += times * wait.duration();
    if (wait.duration() > longest) {
      longest = wait.duration();
      longestThread = wait.thread();
    }
    if (waker.isEmpty()) {
      return;
    }
    told++;
    handedOn += wakerHadWaited ? 1 : 0;
    Part part = endedBy.get(waker);
    if (part == null && endedBy.size() < MAX_GROUPS) {
      part = new Part();
      endedBy.put(waker, part);
    }
    if (part != null) {
      part.count++;
      part.nanos += wait.duration();
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

  /** Whether most waits whose waker is known were ended by one that had waited here itself. */
  boolean isHandedOn() {
    return told > 0 && 2 * handedOn >= told;
  }

  List<Evidence> evidence() {
    List<Evidence> rows = new ArrayList<>();
    rows.add(Evidence.longest(longestThread, longest));
    endedBy.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Part> e) -> -e.getValue().nanos)
                .thenComparing(Map.Entry::getKey))
        .limit(SHOWN_GROUPS)
        .map(
            e ->
                Evidence.named(
                    Evidence.Role.ENDED_BY, e.getKey(), e.getValue().count, e.getValue().nanos))
        .forEach(rows::add);
    return rows;
  }
}
