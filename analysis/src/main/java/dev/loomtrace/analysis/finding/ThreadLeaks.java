package dev.loomtrace.analysis.finding;

import dev.loomtrace.analysis.GroupNames;
import dev.loomtrace.timeline.SpanView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds groups whose threads are created all the time, and of which hardly any ends. */
final class ThreadLeaks {
  // What comes later is not looked at.
  private static final int MAX_GROUPS = 1000;

  // Fewer may be a pool, or connections, that grow to their size.
  private static final long ENOUGH = 100;
  // A twentieth of them may end and it is still growth.
  private static final long PER_END = 20;
  // A program that starts creates threads for some seconds.
  private static final long LONG = 5_000_000_000L;

  private final Map<String, Growth> groups = new HashMap<>();
  private final long begin;

  ThreadLeaks(long begin) {
    this.begin = begin;
  }

  /** A thread has ended, or the trace has. */
  void life(SpanView life) {
    if (life.beganBefore()) {
      return;
    }
    String name = GroupNames.of(life);
    Growth group = groups.get(name);
    if (group == null && groups.size() < MAX_GROUPS) {
      group = new Growth(begin);
      groups.put(name, group);
    }
    if (group != null) {
      group.created(life.begin());
      if (!life.open()) {
        group.ended(life.end(), life.duration());
      }
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
