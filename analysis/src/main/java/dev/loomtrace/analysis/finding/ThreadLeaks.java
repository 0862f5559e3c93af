package dev.loomtrace.analysis.finding;

import dev.loomtrace.timeline.SpanView;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds groups whose threads are created all the time, and of which hardly any ends. */
final class ThreadLeaks {
  // Fewer may be a pool, or connections, that grow to their size.
  private static final long ENOUGH = 100;
  // A twentieth of them may end and it is still growth.
  private static final long PER_END = 20;
  // A program that starts creates threads for some seconds.
  private static final long LONG = 5_000_000_000L;

  private final GrowthByName groups;

  ThreadLeaks(long begin) {
    groups = new GrowthByName(begin);
  }

  /** A thread of the group has ended, or the trace has. */
  void life(SpanView life, String group) {
    if (!life.beganBefore()) {
      groups.add(group, life, life.begin());
    }
  }

  void findings(Window window, List<Finding> into) {
    groups.forEach(
        (name, group) -> {
          if (group.created() < ENOUGH
              || group.created() < PER_END * group.ended()
              || window.nanos() < LONG
              || !group.growsUntil(window.end())) {
            return;
          }
          into.add(
              new Finding(
                  FindingKind.THREAD_LEAK,
                  Severity.MEDIUM,
                  name,
                  Optional.empty(),
                  group.created() - group.ended(),
                  0,
                  Map.of(
                      Measure.CREATED,
                      group.created(),
                      Measure.ENDED,
                      group.ended(),
                      Measure.WINDOW_NANOS,
                      window.nanos()),
                  List.of(
                      Evidence.named(
                          Evidence.Role.GROUP, name, group.created() - group.ended(), 0))));
        });
  }
}
