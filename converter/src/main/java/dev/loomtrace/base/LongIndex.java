package dev.loomtrace.base;

import java.util.Arrays;

/**
 * Numbers {@code long} keys from 0 on in the order in which they are added. Allocates nothing but
 * its arrays, and keeps them when it is cleared. Not for more than one thread at a time.
 */
public final class LongIndex {
  /** The index of a key that is not there. */
  public static final int ABSENT = -1;

  // Open addressing with linear probing, at most half full. A slot holds the index plus one, so
  // that a cleared table is all zeros. Keys that are small for their number, which is what Go's
  // runtime hands out, are found without probing in a second table by the key itself.
  private static final int LEAST = 32;
  private static final int DENSE_PER_KEY = 4;
  private static final int[] NONE = {};

  private long[] keys;
  private int[] slots;
  private int[] dense = NONE;
  private int size;

  /** No keys. */
  public LongIndex() {
    this(LEAST);
  }

  /**
   * No keys.
   *
   * @param capacity how many it has room for at first; a power of two
   */
  public LongIndex(int capacity) {
    keys = new long[capacity];
    slots = new int[2 * capacity];
  }

  /** Number of keys. */
  public int size() {
    return size;
  }

  /** The index of a key, or {@link #ABSENT}. */
  public int get(long key) {
    if (key >= 0 && key < dense.length) {
      return dense[(int) key] - 1;
    }
    int i = slot(key);
    while (slots[i] != 0) {
      if (keys[slots[i] - 1] == key) {
        return slots[i] - 1;
      }
      i = (i + 1) & (slots.length - 1);
    }
    return ABSENT;
  }

  /**
   * Adds a key, which then has the index {@code size() - 1}.
   *
   * @return false, and nothing changes, if it is already there
   */
  public boolean add(long key) {
    int i = slot(key);
    while (slots[i] != 0) {
      if (keys[slots[i] - 1] == key) {
        return false;
      }
      i = (i + 1) & (slots.length - 1);
    }
    dense = NONE;
    if (size == keys.length) {
      grow();
      i = freeSlot(key);
    }
    keys[size++] = key;
    slots[i] = size;
    return true;
  }

  /** The index of a key, which is added if it is not there. */
  public int put(long key) {
    int index = get(key);
    if (index == ABSENT) {
      add(key);
      index = size - 1;
    }
    return index;
  }

  /** The key of an index. */
  public long key(int index) {
    return keys[index];
  }

  /** Makes {@link #get} faster until the next key is added. */
  public void compact() {
    long greatest = -1;
    for (int i = 0; i < size; i++) {
      if (keys[i] < 0) {
        return;
      }
      greatest = Math.max(greatest, keys[i]);
    }
    if (greatest < (long) size * DENSE_PER_KEY) {
      dense = new int[(int) greatest + 1];
      for (int i = 0; i < size; i++) {
        dense[(int) keys[i]] = i + 1;
      }
    }
  }

  /** Removes all keys. */
  public void clear() {
    Arrays.fill(slots, 0);
    dense = NONE;
    size = 0;
  }

  private void grow() {
    keys = Arrays.copyOf(keys, keys.length * 2);
    slots = new int[slots.length * 2];
    for (int i = 0; i < size; i++) {
      slots[freeSlot(keys[i])] = i + 1;
    }
  }

  private int freeSlot(long key) {
    int i = slot(key);
    while (slots[i] != 0) {
      i = (i + 1) & (slots.length - 1);
    }
    return i;
  }

  private int slot(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> 32) & (slots.length - 1);
  }
}
