package dev.loomtrace.base;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * A map from {@code long} keys to objects that allocates nothing but its two arrays. Not for more
 * than one thread at a time.
 */
public final class LongMap<V> {
  // Open addressing with linear probing, at most half full, no tombstones: a removal moves the
  // entries after it back. java.util.HashMap would box each key, which is one object per event in
  // every consumer of a trace.
  private static final int LEAST = 16;

  private long[] keys = new long[LEAST];
  private Object[] values = new Object[LEAST];
  private int size;

  /** The value of a key; null if there is none. */
  public V get(long key) {
    int i = slot(key);
    while (values[i] != null) {
      if (keys[i] == key) {
        return value(i);
      }
      i = next(i);
    }
    return null;
  }

  /**
   * Sets the value of a key.
   *
   * @param value not null
   * @return the value before; null if there was none
   */
  public V put(long key, V value) {
    int i = slot(key);
    while (values[i] != null) {
      if (keys[i] == key) {
        V before = value(i);
        values[i] = value;
        return before;
      }
      i = next(i);
    }
    keys[i] = key;
    values[i] = value;
    size++;
    if (size > keys.length / 2) {
      grow();
    }
    return null;
  }

  /** Removes a key and returns its value; null if there was none. */
  public V remove(long key) {
    int i = slot(key);
    while (values[i] != null) {
      if (keys[i] == key) {
        V before = value(i);
        close(i);
        size--;
        return before;
      }
      i = next(i);
    }
    return null;
  }

  /** Number of keys. */
  public int size() {
    return size;
  }

  /** Removes all keys. */
  public void clear() {
    keys = new long[LEAST];
    values = new Object[LEAST];
    size = 0;
  }

  /**
   * Hands each value to {@code action}, in no particular order. The map must not change meanwhile.
   */
  public void forEach(Consumer<? super V> action) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        action.accept(value(i));
      }
    }
  }

  /** The keys in ascending order, as a new array. */
  public long[] sortedKeys() {
    long[] sorted = new long[size];
    int n = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        sorted[n++] = keys[i];
      }
    }
    Arrays.sort(sorted);
    return sorted;
  }

  @SuppressWarnings("unchecked") // only put() writes, and it takes a V
  private V value(int i) {
    return (V) values[i];
  }

  private int slot(long key) {
    long hash = key * 0x9E3779B97F4A7C15L;
    return (int) (hash >>> 32) & (keys.length - 1);
  }

  private int next(int i) {
    return (i + 1) & (keys.length - 1);
  }

  private void close(int hole) {
    int i = next(hole);
    while (values[i] != null) {
      int home = slot(keys[i]);
      boolean homeIsAfterHole = ((i - home) & (keys.length - 1)) < ((i - hole) & (keys.length - 1));
      if (!homeIsAfterHole) {
        keys[hole] = keys[i];
        values[hole] = values[i];
        hole = i;
      }
      i = next(i);
    }
    values[hole] = null;
  }

  private void grow() {
    long[] oldKeys = keys;
    Object[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new Object[oldValues.length * 2];
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] != null) {
        int j = slot(oldKeys[i]);
        while (values[j] != null) {
          j = next(j);
        }
        keys[j] = oldKeys[i];
        values[j] = oldValues[i];
      }
    }
  }
}
