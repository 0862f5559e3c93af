package dev.loomtrace.analysis;

import dev.loomtrace.trace.WakeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who ended the waits at a place, and how much of their time was each one's part. Goroutines that
 * start at the same place and worked on tasks of the same name are one: else each position in a
 * queue would be a row of its own. The first {@value #MAX} are kept apart.
 */
final class WakerShares {
  // What comes later is nobody's part that is known.
  private static final int MAX = 1000;

  private final Map<Key, Sum> sums = new LinkedHashMap<>(2);

  private record Key(WakeKind kind, boolean thread, String name, String taskType) {}

  private static final class Sum {
    private final TaskResult.Waker first;
    private boolean several;
    private boolean severalTasks;
    private long count;
    private long total;

    private Sum(TaskResult.Waker first) {
      this.first = first;
    }
  }

  /** A wait was ended by this one, and took so many nanoseconds of the task's time. */
  void add(TaskResult.Waker by, long duration) {
    Key key = new Key(by.kind(), by.isThread(), by.name(), by.taskType());
    Sum sum = sums.get(key);
    if (sum == null) {
      if (sums.size() >= MAX) {
        return;
      }
      sum = new Sum(by);
      sums.put(key, sum);
    }
    sum.several |= sum.first.goroutine() != by.goroutine();
    sum.severalTasks |= sum.first.task() != by.task();
    sum.count++;
    sum.total += duration;
  }

  /** All, those with the greatest part first. */
  List<TaskResult.WakerShare> sorted() {
    List<TaskResult.WakerShare> shares = new ArrayList<>(sums.size());
    for (Sum sum : sums.values()) {
      shares.add(
          new TaskResult.WakerShare(
              sum.first, sum.several, sum.severalTasks, sum.count, sum.total));
    }
    shares.sort(Comparator.comparingLong(TaskResult.WakerShare::total).reversed());
    return shares;
  }
}
