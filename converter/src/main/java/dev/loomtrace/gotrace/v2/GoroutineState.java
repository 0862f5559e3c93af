package dev.loomtrace.gotrace.v2;

import java.util.Arrays;

/** What is known of a goroutine. Serves another goroutine when this one has ended. */
final class GoroutineState {
  private static final long[] NO_TASKS = {};
  private static final String[] NO_TYPES = {};

  /** Stands for none: never alive. */
  static final GoroutineState NONE = new GoroutineState();

  long id;

  /** Whether the goroutine exists. A thread may still point here when it does not. */
  boolean alive;

  byte status;

  /** Number of the generation that {@link #sequence} counts in. */
  long generation;

  long sequence;

  final OpenRanges ranges = new OpenRanges();

  // Most goroutines never have one.
  private long[] regionTasks = NO_TASKS;
  private String[] regionTypes = NO_TYPES;
  private int regions;

  void begin(long newId, byte newStatus, long newGeneration) {
    id = newId;
    alive = true;
    status = newStatus;
    generation = newGeneration;
    sequence = 0;
    ranges.clear();
    regions = 0;
  }

  /** Whether an event with this number is the goroutine's next one. */
  boolean isNext(long eventGeneration, long number) {
    return generation == eventGeneration && number == sequence + 1;
  }

  void beginRegion(long task, String type) {
    if (regions == regionTasks.length) {
      int capacity = Math.max(2, regions * 2);
      regionTasks = Arrays.copyOf(regionTasks, capacity);
      regionTypes = Arrays.copyOf(regionTypes, capacity);
    }
    regionTasks[regions] = task;
    regionTypes[regions] = type;
    regions++;
  }

  /**
   * Ends the innermost region, if there is one: those that began before the trace are not known.
   *
   * @return false if the innermost one is another
   */
  boolean endRegion(long task, String type) {
    if (regions == 0) {
      return true;
    }
    if (regionTasks[regions - 1] != task || !regionTypes[regions - 1].equals(type)) {
      return false;
    }
    regions--;
    return true;
  }

  /** The innermost region, for a fault. There must be one. */
  String innermostRegion() {
    return "\""
        + regionTypes[regions - 1]
        + "\" of task "
        + Long.toUnsignedString(regionTasks[regions - 1]);
  }
}
