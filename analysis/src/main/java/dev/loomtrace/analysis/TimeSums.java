package dev.loomtrace.analysis;

import java.util.Arrays;

/**
 * Adds up times by keys, of which most have few. Small, since there is one for each thread that
 * lives; for the same reason who needs one extends it.
 */
class TimeSums {
  /** Takes a key and its time, in nanoseconds. */
  interface Action {
    void accept(int key, long time);
  }

  // Keys, each before its time; 1 more than it is, so that 0 is a free place. Up to the limit they
  // stand in the order they came, then where their hash is, or behind it.
  private static final long[] NONE = {};
  private static final int SEARCHED = 16;

  private long[] pairs = NONE;
  private int size;

  /**
   * Adds to a key's time.
   *
   * @param key at least 0
   */
  final void add(int key, long time) {
    int at = find(key);
    if (at < 0) {
      if (size == (hashed() ? pairs.length / 4 : pairs.length / 2)) {
        grow();
      }
      at = free(key);
      pairs[at] = key + 1L;
      size++;
    }
    pairs[at + 1] += time;
  }

  /** A key's time; 0 if it has none. */
  final long get(int key) {
    int at = find(key);
    return at < 0 ? 0 : pairs[at + 1];
  }

  /** Hands on each key and its time, in no particular order. */
  final void forEach(Action action) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i] != 0) {
        action.accept((int) (pairs[i] - 1), pairs[i + 1]);
      }
    }
  }

  private boolean hashed() {
    return pairs.length > SEARCHED;
  }

  private int find(int key) {
    if (!hashed()) {
      for (int i = 0; i < 2 * size; i += 2) {
        if (pairs[i] == key + 1L) {
          return i;
        }
      }
      return -1;
    }
    int at = free(key);
    return pairs[at] == 0 ? -1 : at;
  }

  /** The place of a key, or the free one that it would have. */
  private int free(int key) {
    if (!hashed()) {
      return 2 * size;
    }
    int mask = pairs.length - 1;
    int at = ((key * 0x9E3779B9) >>> 7 << 1) & mask;
    while (pairs[at] != 0 && pairs[at] != key + 1L) {
      at = (at + 2) & mask;
    }
    return at;
  }

  private void grow() {
    if (pairs.length < SEARCHED) {
      pairs = Arrays.copyOf(pairs, Math.max(2, 2 * pairs.length));
      return;
    }
    long[] before = pairs;
    pairs = new long[(hashed() ? 2 : 4) * before.length];
    for (int i = 0; i < before.length; i += 2) {
      if (before[i] != 0) {
        int at = free((int) (before[i] - 1));
        pairs[at] = before[i];
        pairs[at + 1] = before[i + 1];
      }
    }
  }
}
