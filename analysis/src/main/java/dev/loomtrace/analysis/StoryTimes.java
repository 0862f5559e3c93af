package dev.loomtrace.analysis;

import java.util.Arrays;

/** How long each of some stories was, by their numbers. */
final class StoryTimes {
  private static final int SMALLEST = 8;

  // Open addressing: number + 1 of each, 0 where there is none.
  private int[] keys = new int[SMALLEST];
  private long[] times = new long[SMALLEST];
  private int size;

  /** What is done with each. */
  @FunctionalInterface
  interface Use {
    /** Takes a story and its time, in nanoseconds. */
    void of(int story, long time);
  }

  /** Adds a time to that of a story. */
  void add(int story, long time) {
    if (time == 0) {
      return;
    }
    if (2 * size >= keys.length) {
      grow();
    }
    int slot = slot(story);
    if (keys[slot] == 0) {
      keys[slot] = story + 1;
      size++;
    }
    times[slot] += time;
  }

  private int slot(int story) {
    int mask = keys.length - 1;
    int slot = ((story * 0x9E3779B9) >>> 7) & mask;
    while (keys[slot] != 0 && keys[slot] != story + 1) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldKeys = keys;
    long[] oldTimes = times;
    keys = new int[2 * oldKeys.length];
    times = new long[keys.length];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slot(oldKeys[i] - 1);
        keys[slot] = oldKeys[i];
        times[slot] = oldTimes[i];
      }
    }
  }

  /** Room that it takes, in stories. */
  int capacity() {
    return keys.length;
  }

  /** Hands out each. */
  void forEach(Use use) {
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != 0) {
        use.of(keys[i] - 1, times[i]);
      }
    }
  }

  /** All times together. */
  long total() {
    return Arrays.stream(times).sum();
  }
}
