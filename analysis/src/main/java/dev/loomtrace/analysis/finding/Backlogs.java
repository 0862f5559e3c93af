package dev.loomtrace.analysis.finding;

import dev.loomtrace.timeline.SpanView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds work that comes faster than it is done: ever more tasks of a name, or threads of a group,
 * are there at a time, and each takes longer than those before. A queue grows somewhere: in memory,
 * before a lock or a pool, or at whom they ask.
 */
final class Backlogs {
  // Fewer may be chance.
  private static final long ENOUGH = 100;
  // So many must be left over, and one of so many that began.
  private static final long ENOUGH_LEFT = 20;
  private static final long BEGAN_PER_LEFT = 20;
  // If fewer end, they are meant to stay, or leak.
  private static final long BEGAN_PER_ENDED = 20;
  // More work alone does not make each take longer.
  private static final long TIMES_LONGER = 2;
  private static final long TIMES_LONGER_HIGH = 5;
  // The load of a program that starts grows for some seconds.
  private static final long LONG = 5_000_000_000L;

  private final GrowthByName tasks;
  private final GrowthByName threads;
  private final long begin;

  Backlogs(long begin) {
    this.begin = begin;
    tasks = new GrowthByName(begin);
    threads = new GrowthByName(begin);
  }

  /** A task has ended, or the trace has. */
  void task(SpanView task) {
    tasks.add(task.name(), task, Math.max(begin, task.begin()));
  }

  /** A thread of the group has ended, or the trace has. */
  void life(SpanView life, String group) {
    threads.add(group, life, Math.max(begin, life.begin()));
  }

  void findings(Window window, List<Finding> into) {
    add(tasks, FindingKind.TASK_BACKLOG, window, into);
    add(threads, FindingKind.THREAD_BACKLOG, window, into);
  }

  private static void add(GrowthByName of, FindingKind kind, Window window, List<Finding> into) {
    if (window.nanos() < LONG) {
      return;
    }
    of.forEach(
        (name, growth) -> {
          long left = growth.created() - growth.ended();
          if (growth.created() < ENOUGH
              || left < ENOUGH_LEFT
              || left < growth.created() / BEGAN_PER_LEFT
              || growth.ended() < growth.created() / BEGAN_PER_ENDED
              || !growth.growsUntil(window.end())) {
            return;
          }
          long first = growth.meanAtFirst(window.end());
          long last = growth.meanAtLast(window.end());
          if (first == 0 || last / TIMES_LONGER < first) {
            return;
          }
          into.add(
              new Finding(
                  kind,
                  last / TIMES_LONGER_HIGH < first ? Severity.MEDIUM : Severity.HIGH,
                  name,
                  Optional.empty(),
                  left,
                  0,
                  Map.of(
                      Measure.CREATED,
                      growth.created(),
                      Measure.ENDED,
                      growth.ended(),
                      Measure.MEAN_AT_FIRST_NANOS,
                      first,
                      Measure.MEAN_AT_LAST_NANOS,
                      last,
                      Measure.WINDOW_NANOS,
                      window.nanos()),
                  List.of()));
        });
  }
}
