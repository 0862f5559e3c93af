package dev.loomtrace.analysis.finding;

import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds threads that wait for each other's locks when the trace ends.
 *
 * <p>Threads are not looked at all in one moment, so an owner is only believed to be one still if
 * it has waited since the other one was looked at, or longer: who waits lets go of nothing. If that
 * holds for all of a cycle, and none of the waits has a limit, then all of them waited for each
 * other when the last of them was looked at, and nothing that they do can ever end that.
 */
final class Deadlocks {
  // So many threads of a cycle are told one by one.
  private static final int MAX_ROWS = 100;

  private Deadlocks() {}

  static void findings(TraceState state, WaitSites sites, Window window, List<Finding> into) {
    OwnerCycles cycles = new OwnerCycles();
    state.forEachGoroutine(
        waiter -> {
          LockOwner lock = waiter.lockOwner();
          TraceState.Goroutine owner = lock.isKnown() ? state.goroutine(lock.owner()) : null;
          if (owner != null && owner.lockOwner().isKnown() && owner.began() <= lock.seen()) {
            cycles.add(waiter.id(), owner.id(), !lock.limited());
          }
        });
    for (OwnerCycles.Cycle cycle : cycles.cycles()) {
      into.add(finding(cycle, state, sites, window));
    }
  }

  private static Finding finding(
      OwnerCycles.Cycle cycle, TraceState state, WaitSites sites, Window window) {
    List<Evidence> rows = new ArrayList<>();
    long total = 0;
    long longest = 0;
    for (long id : cycle.threads()) {
      TraceState.Goroutine g = state.goroutine(id);
      long waited = state.time() - g.began();
      total += waited;
      longest = Math.max(longest, waited);
      if (rows.size() < MAX_ROWS) {
        rows.add(
            new Evidence(Evidence.Role.IN_CYCLE, g.name(), id, sites.place(g.stack()), 1, waited));
      }
    }
    TraceState.Goroutine first = state.goroutine(cycle.threads().getFirst());
    return new Finding(
        FindingKind.DEADLOCK,
        Severity.HIGH,
        first.cause().resource(),
        rows.getFirst().place(),
        cycle.threads().size(),
        total,
        Map.of(
            Measure.BEHIND,
            cycle.behind(),
            Measure.LONGEST_NANOS,
            longest,
            Measure.WINDOW_NANOS,
            window.nanos()),
        rows);
  }
}
