package dev.loomtrace.gotrace.v1;

import java.util.Arrays;

/** The regions that are open, by goroutine: stacks of (task, type), in one pool. */
final class OpenRegions {
  private static final int NONE = -1;

  private int[] innermost = {};
  private long[] tasks = new long[16];
  private long[] types = new long[16];
  private int[] outer = new int[16];
  private int used;
  private int free = NONE;

  /** A region begins on the goroutine of this number. */
  void begin(int goroutine, long task, long type) {
    if (goroutine >= innermost.length) {
      int known = innermost.length;
      innermost = Arrays.copyOf(innermost, Math.max(goroutine + 1, known * 2));
      Arrays.fill(innermost, known, innermost.length, NONE);
    }
    int region = take();
    tasks[region] = task;
    types[region] = type;
    outer[region] = innermost[goroutine];
    innermost[goroutine] = region;
  }

  /**
   * A region ends on the goroutine of this number.
   *
   * @return false if another one is the innermost; true if none is open, for it may have begun
   *     before the trace
   */
  boolean end(int goroutine, long task, long type) {
    if (goroutine >= innermost.length || innermost[goroutine] == NONE) {
      return true;
    }
    int region = innermost[goroutine];
    if (tasks[region] != task || types[region] != type) {
      return false;
    }
    innermost[goroutine] = outer[region];
    release(region);
    return true;
  }

  /** Forgets the regions of a goroutine. */
  void clear(int goroutine) {
    if (goroutine >= innermost.length) {
      return;
    }
    while (innermost[goroutine] != NONE) {
      int region = innermost[goroutine];
      innermost[goroutine] = outer[region];
      release(region);
    }
  }

  private int take() {
    if (free != NONE) {
      int region = free;
      free = outer[region];
      return region;
    }
    if (used == outer.length) {
      tasks = Arrays.copyOf(tasks, used * 2);
      types = Arrays.copyOf(types, used * 2);
      outer = Arrays.copyOf(outer, used * 2);
    }
    return used++;
  }

  private void release(int region) {
    outer[region] = free;
    free = region;
  }
}
