package dev.loomtrace.analysis;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.WakeKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who ended the waits at a place, and how much of their time was each one's part. Goroutines that
 * start at the same place and worked on tasks of the same name are one: else each position in a
 * queue would be a row of its own. Those of which it is not known yet where they start are kept
 * apart, until {@link #merged} is asked. The first {@value #MAX} are kept apart.
 */
final class WakerShares {
  // What comes later is nobody's part that is known.
  private static final int MAX = 1000;

  // Most places have none or one.
  private Map<Key, Sum> sums = Map.of();

  private record Key(
      WakeKind kind, boolean thread, String name, String taskType, long ifNameless) {}

  private static final class Sum {
    private final TaskResult.Waker first;
    private boolean several;
    private boolean severalTasks;
    private long count;
    private long total;

    private Sum(TaskResult.Waker first) {
      this.first = first;
    }

    private void add(TaskResult.WakerShare share) {
      several |= share.several() || first.goroutine() != share.waker().goroutine();
      severalTasks |= share.severalTasks() || first.task() != share.waker().task();
      count += share.count();
      total += share.total();
    }
  }

  /** A wait was ended by this one, and took so many nanoseconds of the task's time. */
  void add(TaskResult.Waker by, long duration) {
    boolean nameless = by.isThread() && by.name().isEmpty();
    add(
        new TaskResult.WakerShare(by, false, false, 1, duration),
        nameless ? by.goroutine() : Context.NO_GOROUTINE);
  }

  private void add(TaskResult.WakerShare share, long ifNameless) {
    TaskResult.Waker by = share.waker();
    Key key = new Key(by.kind(), by.isThread(), by.name(), by.taskType(), ifNameless);
    Sum sum = sums.get(key);
    if (sum == null) {
      if (sums.size() >= MAX) {
        return;
      }
      if (sums.isEmpty()) {
        sums = new LinkedHashMap<>(2);
      }
      sum = new Sum(by);
      sums.put(key, sum);
    }
    sum.add(share);
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

  /** The same shares, those of threads that start at the same place as one, nameless ones too. */
  static List<TaskResult.WakerShare> merged(List<TaskResult.WakerShare> shares) {
    WakerShares all = new WakerShares();
    shares.forEach(share -> all.add(share, Context.NO_GOROUTINE));
    return all.sorted();
  }
}
