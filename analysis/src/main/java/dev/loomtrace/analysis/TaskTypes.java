package dev.loomtrace.analysis;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.TraceState;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Tasks by type, of which the first {@value #MAX_NAMES} are kept apart: how many, how long they
 * took, and how they spent their time altogether.
 */
public final class TaskTypes implements SpanSink {
  // Later ones are counted under one more name.
  private static final int MAX_NAMES = 10_000;
  private static final String OTHER_NAMES = "other names";

  private final FirstGroups<String, Tally> tallies =
      new FirstGroups<>(MAX_NAMES, name -> OTHER_NAMES);
  private final TaskBreakdown breakdown;

  private static final class Tally {
    private final DurationHistogram durations = new DurationHistogram();
    private TimeByState time = TimeByState.NONE;

    private void add(TimeByState task) {
      durations.add(task.total());
      time = time.plus(task);
    }

    private Type type(String name) {
      return new Type(
          name,
          durations.count(),
          durations.quantile(0.5),
          durations.quantile(0.99),
          durations.longest(),
          time);
    }
  }

  /**
   * Tasks of one type, of those that ended. Durations are in nanoseconds, the quantiles right to 3
   * %.
   *
   * @param name the type
   * @param count how many ended
   * @param median half of them took at most this long
   * @param p99 99 % of them took at most this long
   * @param longest the longest
   * @param time how all of them together spent their time
   */
  public record Type(
      String name, long count, long median, long p99, long longest, TimeByState time) {}

  /**
   * An empty table.
   *
   * @param keep how many of the slowest tasks of all types to keep; at least 1
   */
  public TaskTypes(int keep) {
    breakdown = new TaskBreakdown(task -> true, keep, this::add);
  }

  private void add(TaskResult report) {
    tallies.of(report.type(), key -> new Tally()).add(report.time());
  }

  @Override
  public Set<SpanKind> kinds() {
    return breakdown.kinds();
  }

  @Override
  public void accept(SpanView span) {
    breakdown.accept(span);
  }

  @Override
  public void event(EventView event, TraceState state) {
    breakdown.event(event, state);
  }

  /** The types, that which took the most time altogether first. */
  public List<Type> types() {
    return tallies.entries().stream()
        .map(entry -> entry.getValue().type(entry.getKey()))
        .sorted(Comparator.comparingLong((Type type) -> type.time().total()).reversed())
        .toList();
  }

  /** Number of tasks so far, with those that have not ended. */
  public long tasks() {
    return breakdown.matched();
  }

  /** The slowest tasks, as {@link TaskBreakdown#slowest} says. */
  public List<TaskResult> slowest() {
    return breakdown.slowest();
  }
}
