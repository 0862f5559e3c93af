package dev.loomtrace.analysis.finding;

import dev.loomtrace.timeline.SpanView;
import java.util.ArrayList;
import java.util.List;

/** The waits at a site that have ended. */
final class SiteTally {
  private static final int SHOWN_GROUPS = 2;

  private final NamedSums endedBy = new NamedSums();
  private final LongestThread longest = new LongestThread();
  private final Density density = new Density();
  private long count;
  private long total;
  private long told;
  private long handedOn;

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
    longest.add(wait.thread(), wait.duration());
    density.add(wait.begin(), wait.end(), times);
    if (waker.isEmpty()) {
      return;
    }
    told++;
    handedOn += wakerHadWaited ? 1 : 0;
    endedBy.add(waker, wait.duration());
  }

  long count() {
    return count;
  }

  long total() {
    return total;
  }

  /** How their times are spread over the trace. */
  Density density() {
    return density;
  }

  long longest() {
    return longest.nanos();
  }

  /** Whether most waits whose waker is known were ended by one that had waited here itself. */
  boolean isHandedOn() {
    return told > 0 && 2 * handedOn >= told;
  }

  List<Evidence> evidence() {
    List<Evidence> rows = new ArrayList<>();
    rows.add(longest.evidence());
    rows.addAll(endedBy.longest(SHOWN_GROUPS, Evidence.Role.ENDED_BY));
    return rows;
  }
}
