package dev.loomtrace.analysis.finding;

import dev.loomtrace.trace.WaitReason;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Finds locks that threads queue for, and pools that are exhausted. */
final class Contention {
  // How many wait at a time, on average over the stretch in which most wait. Two in the queue of a
  // lock at any
  // time are a program that this lock slows down; a lock that is merely busy has a half now and
  // then. Permits and connections are meant to run out for a moment: it takes more of them.
  private static final double HIGH_LOCK = 2;
  private static final double MEDIUM_LOCK = 0.5;
  private static final double HIGH_POOL = 4;
  private static final double MEDIUM_POOL = 1;
  private static final double LOW = 0.1;

  // Shorter waits are contention that a scheduler's tick could have made.
  private static final long HIGH_MEAN = 1_000_000;
  // A few waits are chance, whatever their time.
  private static final long HIGH_COUNT = 20;
  // Less is not worth a line, however short the trace.
  private static final long LEAST = 100_000_000;

  private final IdentityHashMap<WaitSite, SiteTally> locks = new IdentityHashMap<>();
  private final IdentityHashMap<WaitSite, SiteTally> pools = new IdentityHashMap<>();

  /** What adds up the waits at a site; null if the site is for neither. */
  SiteTally at(WaitSite site) {
    return switch (site.use()) {
      case LOCK -> locks.computeIfAbsent(site, key -> new SiteTally());
      case POOL -> pools.computeIfAbsent(site, key -> new SiteTally());
      case NONE, READ, OTHER -> null;
    };
  }

  void findings(Window window, List<Finding> into) {
    find(locks, window, HIGH_LOCK, MEDIUM_LOCK, Contention::lock, into);
    find(pools, window, HIGH_POOL, MEDIUM_POOL, Contention::pool, into);
  }

  private static FindingKind lock(WaitSite site, SiteTally tally) {
    return tally.isHandedOn() ? FindingKind.LOCK_CONVOY : FindingKind.CONTENDED_LOCK;
  }

  /** Nothing if those who end the waits never wait there: then it is a signal, not a pool. */
  private static FindingKind pool(WaitSite site, SiteTally tally) {
    return tally.isHandedOn() || site.reason() != WaitReason.SEMAPHORE
        ? FindingKind.POOL_EXHAUSTED
        : null;
  }

  private static void find(
      IdentityHashMap<WaitSite, SiteTally> sites,
      Window window,
      double high,
      double medium,
      BiFunction<WaitSite, SiteTally, FindingKind> kindOf,
      List<Finding> into) {
    sites.forEach(
        (site, tally) -> {
          Worst worst = tally.density().worst(window);
          double mean = worst.mean();
          FindingKind kind = kindOf.apply(site, tally);
          if (kind == null || mean < LOW || tally.total() < LEAST) {
            return;
          }
          boolean much = tally.count() >= HIGH_COUNT && tally.total() / tally.count() >= HIGH_MEAN;
          into.add(
              new Finding(
                  kind,
                  mean >= high && much
                      ? Severity.HIGH
                      : mean >= medium ? Severity.MEDIUM : Severity.LOW,
                  site.what(),
                  site.place(),
                  tally.count(),
                  tally.total(),
                  worst.with(
                      Map.of(
                          Measure.LONGEST_NANOS,
                          tally.longest(),
                          Measure.WINDOW_NANOS,
                          window.nanos()),
                      window),
                  tally.evidence()));
        });
  }
}
