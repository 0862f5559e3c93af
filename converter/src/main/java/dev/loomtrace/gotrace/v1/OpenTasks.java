package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.LongIndex;
import java.util.Arrays;

/** The tasks that are open, with what their end does not repeat. */
final class OpenTasks {
  private final LongIndex ids = new LongIndex();
  private boolean[] open = new boolean[16];
  private long[] parents = new long[16];
  private long[] types = new long[16];

  /**
   * A task begins.
   *
   * @return false if it is open
   */
  boolean begin(long id) {
    return begin(id, 0, 0);
  }

  /** The same, with the id of its parent and that of its type's string. */
  boolean begin(long id, long parent, long type) {
    int task = ids.put(id);
    if (task == open.length) {
      open = Arrays.copyOf(open, task * 2);
      parents = Arrays.copyOf(parents, task * 2);
      types = Arrays.copyOf(types, task * 2);
    }
    if (open[task]) {
      return false;
    }
    open[task] = true;
    parents[task] = parent;
    types[task] = type;
    return true;
  }

  /** A task ends, if it is open. */
  void end(long id) {
    int task = ids.get(id);
    if (task != LongIndex.ABSENT) {
      open[task] = false;
    }
  }

  /** Whether the task is open. */
  boolean isOpen(long id) {
    int task = ids.get(id);
    return task != LongIndex.ABSENT && open[task];
  }

  /** The parent's id of an open task. */
  long parent(long id) {
    return parents[ids.get(id)];
  }

  /** Id of the string that is the type of an open task. */
  long type(long id) {
    return types[ids.get(id)];
  }
}
