package dev.loomtrace.analysis.finding;

import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.TraceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Who owns the locks that waits in progress are for. */
final class LockOwners {
  private static final int SHOWN = 3;

  private final Map<Long, Evidence> owners = new TreeMap<>();

  /** A thread waits. */
  void add(long thread, long nanos, TraceState state) {
    TraceState.Goroutine waiter = state == null ? null : state.goroutine(thread);
    LockOwner owner = waiter == null ? LockOwner.NONE : waiter.lockOwner();
    if (owner.isKnown()) {
      TraceState.Goroutine g = state.goroutine(owner.owner());
      String name = g == null ? "" : g.name();
      Evidence row =
          new Evidence(Evidence.Role.OWNED_BY, name, owner.owner(), Optional.empty(), 1, nanos);
      owners.merge(owner.owner(), row, LockOwners::plus);
    }
  }

  private static Evidence plus(Evidence a, Evidence b) {
    return new Evidence(
        a.role(), a.name(), a.id(), a.place(), a.count() + b.count(), a.nanos() + b.nanos());
  }

  /** Another row of evidence, and those of the owners of most waits. */
  List<Evidence> after(Evidence first) {
    List<Evidence> rows = new ArrayList<>();
    rows.add(first);
    owners.values().stream()
        .sorted(Comparator.comparingLong(Evidence::count).reversed())
        .limit(SHOWN)
        .forEach(rows::add);
    return rows;
  }
}
