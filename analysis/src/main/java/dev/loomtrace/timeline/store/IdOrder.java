package dev.loomtrace.timeline.store;

import java.util.Arrays;

/**
 * Puts things in the order of their ids, things of the same id in the order in which they come,
 * without moving them: says which slot each belongs into.
 */
final class IdOrder {
  private long[] ids = new long[64];
  private int[] taken = {};
  private int size;
  private boolean sorted;

  int size() {
    return size;
  }

  /** Adds the id of a thing. All of them must be added before the first slot is asked for. */
  void add(long id) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size * 2);
    }
    ids[size++] = id;
  }

  /** The slot of the next thing of this id. */
  int slot(long id) {
    if (!sorted) {
      Arrays.sort(ids, 0, size);
      taken = new int[size];
      sorted = true;
    }
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ids[middle] < id) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low + taken[low]++;
  }
}
