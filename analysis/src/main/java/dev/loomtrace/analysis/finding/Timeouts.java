package dev.loomtrace.analysis.finding;

import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.WaitReason;
import dev.loomtrace.trace.WakeKind;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds places at which waits end by their time limits, one after the other. Conditions, queues and
 * monitors are not looked at: threads without work wait for these with a limit, for good reason.
 */
final class Timeouts {
  private static final int HIGH_IN_A_ROW = 50;
  // A few may be one hiccup of somebody else.
  private static final int MEDIUM_IN_A_ROW = 10;
  // One thread that looks again and again does so on purpose.
  private static final int THREADS = 5;
  // Who waits for less than that looks whether there is something, and goes on.
  private static final long SHORT = 1_000_000;

  private final IdentityHashMap<WaitSite, Row> rows = new IdentityHashMap<>();

  private static final class Row {
    private final long[] threads = new long[THREADS];
    private int distinct;
    private long now;
    private long longestRow;
    private long count;
    private long total;
    private final LongestThread longest = new LongestThread();

    private Row() {
      Arrays.fill(threads, Context.NO_GOROUTINE);
    }
  }

  /** A wait has ended. */
  void ended(WaitSite site, SpanView wait) {
    boolean timeOut = wait.wakeKind() == WakeKind.TIMER && wait.duration() >= SHORT;
    Row row = rows.get(site);
    if (row == null) {
      if (!timeOut || !isLookedAt(site)) {
        return;
      }
      row = new Row();
      rows.put(site, row);
    }
    if (!timeOut) {
      row.now = 0;
      return;
    }
    row.count++;
    row.total += wait.duration();
    row.longestRow = Math.max(row.longestRow, ++row.now);
    row.longest.add(wait.thread(), wait.duration());
    if (row.distinct < THREADS && !contains(row.threads, wait.thread())) {
      row.threads[row.distinct++] = wait.thread();
    }
  }

  private static boolean isLookedAt(WaitSite site) {
    WaitReason reason = site.reason();
    return switch (site.use()) {
      case LOCK -> reason != WaitReason.MONITOR;
      case POOL, READ -> true;
      case OTHER -> reason == WaitReason.FUTURE || reason == WaitReason.LATCH;
      case NONE -> false;
    };
  }

  private static boolean contains(long[] threads, long thread) {
    for (long each : threads) {
      if (each == thread) {
        return true;
      }
    }
    return false;
  }

  void findings(Window window, List<Finding> into) {
    rows.forEach(
        (site, row) -> {
          if (row.longestRow < MEDIUM_IN_A_ROW || row.distinct < THREADS) {
            return;
          }
          into.add(
              new Finding(
                  FindingKind.TIMEOUTS,
                  row.longestRow >= HIGH_IN_A_ROW ? Severity.HIGH : Severity.MEDIUM,
                  site.what(),
                  site.place(),
                  row.count,
                  row.total,
                  Map.of(
                      Measure.IN_A_ROW,
                      row.longestRow,
                      Measure.LONGEST_NANOS,
                      row.longest.nanos(),
                      Measure.WINDOW_NANOS,
                      window.nanos()),
                  List.of(row.longest.evidence())));
        });
  }
}
