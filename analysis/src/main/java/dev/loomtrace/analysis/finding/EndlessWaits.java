package dev.loomtrace.analysis.finding;

import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.TraceState;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds waits that go on until the trace ends, and that nobody who is known will end: for a lock
 * that is never let go, or one that was forgotten when those like it were woken.
 *
 * <p>A thread that waits for the end of the program does so for good reason, so a wait other than
 * for a lock is only told if others at its place have ended, all of them far sooner.
 */
final class EndlessWaits {
  // No healthy program keeps a lock for so long, nor a user waiting.
  private static final long LONG = 10_000_000_000L;
  // Of the trace: one that began shortly before its end may still be ended.
  private static final double SHARE = 0.5;
  // Or whatever the trace is.
  private static final long VERY_LONG = 60_000_000_000L;
  // As long as no other one, by far, of enough.
  private static final long TIMES_THE_LONGEST = 10;
  private static final long ENOUGH = 20;
  private static final int WAKERS = 8;

  private final IdentityHashMap<WaitSite, Ended> ended = new IdentityHashMap<>();
  private final IdentityHashMap<WaitSite, Open> open = new IdentityHashMap<>();

  /** The waits at a site that have ended. */
  private static final class Ended {
    private final long[] wakers = new long[WAKERS];
    private long count;
    private long longest;

    private Ended() {
      Arrays.fill(wakers, Context.NO_GOROUTINE);
    }
  }

  /** The waits at a site that have not. */
  private static final class Open {
    private final TurnTally waits = new TurnTally();
    private final LockOwners owners = new LockOwners();
  }

  /** A wait has ended. */
  void ended(WaitSite site, SpanView wait) {
    Ended at = ended.get(site);
    if (at == null) {
      at = new Ended();
      ended.put(site, at);
    }
    at.wakers[(int) (at.count++ % WAKERS)] = wait.wakerThread();
    at.longest = Math.max(at.longest, wait.duration());
  }

  /** A wait goes on when the trace ends, which is handed over after all that have ended. */
  void open(WaitSite site, SpanView wait, TraceState state) {
    if (wait.duration() < LONG) {
      return;
    }
    if (site.use() != WaitSite.Use.LOCK) {
      Ended others = ended.get(site);
      if (others == null
          || others.count < ENOUGH
          || wait.duration() / TIMES_THE_LONGEST < others.longest
          || isAnyAlive(others.wakers, state)) {
        return;
      }
    }
    Open at = open.computeIfAbsent(site, key -> new Open());
    at.waits.add(wait.thread(), wait.end(), wait.duration(), 0);
    at.owners.add(wait.thread(), wait.duration(), state);
  }

  private static boolean isAnyAlive(long[] threads, TraceState state) {
    for (long thread : threads) {
      if (thread != Context.NO_GOROUTINE && state.goroutine(thread) != null) {
        return true;
      }
    }
    return false;
  }

  void findings(Window window, List<Finding> into) {
    open.forEach(
        (site, at) -> {
          TurnTally tally = at.waits;
          if (tally.longest() < VERY_LONG && window.mean(tally.longest()) < SHARE) {
            return;
          }
          into.add(
              new Finding(
                  FindingKind.ENDLESS_WAIT,
                  site.use() == WaitSite.Use.LOCK ? Severity.HIGH : Severity.MEDIUM,
                  site.what(),
                  site.place(),
                  tally.count(),
                  tally.total(),
                  Map.of(
                      Measure.LONGEST_NANOS, tally.longest(), Measure.WINDOW_NANOS, window.nanos()),
                  at.owners.after(tally.evidence())));
        });
  }
}
