package dev.loomtrace.jfr.chunk;

import dev.loomtrace.base.LongIndex;
import java.util.Arrays;

/** Where the entries of a type's constant pool lie, from the chunk's start. */
final class ConstantPool {
  // A file may have a great many of them, with an entry each.
  private static final int LEAST = 4;

  private final LongIndex keys = new LongIndex(LEAST);
  private int[] offsets = new int[LEAST];

  /** Adds an entry unless there is one of this key. */
  void add(long key, int offset) {
    if (keys.add(key)) {
      int index = keys.size() - 1;
      if (index == offsets.length) {
        offsets = Arrays.copyOf(offsets, 2 * index);
      }
      offsets[index] = offset;
    }
  }

  /** All entries are there. */
  void complete() {
    keys.compact();
  }

  /** Where an entry lies; 0 if there is none. */
  int offset(long key) {
    int index = keys.get(key);
    return index == LongIndex.ABSENT ? 0 : offsets[index];
  }

  /** The keys, ascending. */
  long[] sortedKeys() {
    long[] sorted = new long[keys.size()];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = keys.key(i);
    }
    Arrays.sort(sorted);
    return sorted;
  }
}
