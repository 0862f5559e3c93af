package dev.loomtrace.analysis.finding;

import dev.loomtrace.timeline.SpanView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds tasks that have not ended and are far longer than any other of their name. */
final class EndlessTasks {
  // What comes later is not looked at.
  private static final int MAX_NAMES = 1000;
  private static final int SHOWN = 3;

  // A user has long gone by then.
  private static final long LONG = 10_000_000_000L;
  // As long as no other one, by far, of enough.
  private static final long TIMES_THE_LONGEST = 10;
  private static final long ENOUGH = 20;
  // One may be an accident.
  private static final int HIGH_COUNT = 3;

  private final Map<String, Ended> ended = new HashMap<>();
  private final Map<String, List<Evidence>> open = new HashMap<>();

  private static final class Ended {
    private long count;
    private long longest;
  }

  /** A task has ended, or the trace has; those that had ended come first. */
  void task(SpanView task) {
    if (task.open()) {
      open(task);
      return;
    }
    Ended of = ended.get(task.name());
    if (of == null && ended.size() < MAX_NAMES) {
      of = new Ended();
      ended.put(task.name(), of);
    }
    if (of != null) {
      of.count++;
      of.longest = Math.max(of.longest, task.duration());
    }
  }

  private void open(SpanView task) {
    Ended others = ended.get(task.name());
    if (others != null
        && others.count >= ENOUGH
        && task.duration() >= LONG
        && task.duration() / TIMES_THE_LONGEST >= others.longest) {
      open.computeIfAbsent(task.name(), key -> new ArrayList<>())
          .add(
              new Evidence(
                  Evidence.Role.TASK,
                  task.name(),
                  task.id(),
                  Optional.empty(),
                  1,
                  task.duration()));
    }
  }

  void findings(Window window, List<Finding> into) {
    open.forEach(
        (name, tasks) -> {
          tasks.sort(Comparator.comparingLong(Evidence::nanos).reversed());
          into.add(
              new Finding(
                  FindingKind.ENDLESS_TASK,
                  tasks.size() >= HIGH_COUNT ? Severity.HIGH : Severity.MEDIUM,
                  name,
                  Optional.empty(),
                  tasks.size(),
                  tasks.stream().mapToLong(Evidence::nanos).sum(),
                  Map.of(
                      Measure.LONGEST_NANOS,
                      ended.get(name).longest,
                      Measure.ENDED,
                      ended.get(name).count,
                      Measure.WINDOW_NANOS,
                      window.nanos()),
                  tasks.subList(0, Math.min(SHOWN, tasks.size()))));
        });
  }
}
