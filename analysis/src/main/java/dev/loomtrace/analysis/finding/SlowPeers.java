package dev.loomtrace.analysis.finding;

import dev.loomtrace.analysis.DurationHistogram;
import dev.loomtrace.timeline.SpanView;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Finds reads from sockets that are short mostly, and far longer sometimes. */
final class SlowPeers {
  // Of fewer the 99th percentile is one or two.
  private static final long ENOUGH = 200;
  // Whatever is slower than this by as much is not the same work any more.
  private static final long TIMES_THE_MEDIAN = 20;
  // What a user of a service sees.
  private static final long LONG = 100_000_000;
  // Of all the time at that place: less than that is not what makes it slow.
  private static final double MEDIUM_SHARE = 0.2;

  private final IdentityHashMap<WaitSite, Reads> sites = new IdentityHashMap<>();

  private static final class Reads {
    private final DurationHistogram waits = new DurationHistogram();
    private final LongestThread longest = new LongestThread();
    private long total;
    private long longTotal;
  }

  /** A read has waited. */
  void read(WaitSite site, SpanView wait) {
    Reads reads = sites.get(site);
    if (reads == null) {
      reads = new Reads();
      sites.put(site, reads);
    }
    long times = Math.max(1, Math.round(wait.stackWeight()));
    long duration = wait.duration();
    reads.waits.add(duration, times);
    reads.total += times * duration;
    reads.longTotal += duration < LONG ? 0 : times * duration;
    reads.longest.add(wait.thread(), duration);
  }

  void findings(Window window, List<Finding> into) {
    sites.forEach(
        (site, reads) -> {
          long median = reads.waits.quantile(0.5);
          long p99 = reads.waits.quantile(0.99);
          if (reads.waits.count() < ENOUGH
              || p99 < LONG
              || p99 / TIMES_THE_MEDIAN < Math.max(1, median)) {
            return;
          }
          into.add(
              new Finding(
                  FindingKind.SLOW_PEER,
                  reads.longTotal >= MEDIUM_SHARE * reads.total ? Severity.MEDIUM : Severity.LOW,
                  site.what(),
                  site.place(),
                  reads.waits.count(),
                  reads.longTotal,
                  Map.of(
                      Measure.MEDIAN_NANOS,
                      median,
                      Measure.P99_NANOS,
                      p99,
                      Measure.LONGEST_NANOS,
                      reads.longest.nanos(),
                      Measure.WINDOW_NANOS,
                      window.nanos()),
                  List.of(reads.longest.evidence())));
        });
  }
}
