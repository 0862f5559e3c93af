package dev.loomtrace.jfr.write;

import java.util.Arrays;

/**
 * Keys of objects that were asked for not long ago, by the objects themselves: most events name
 * what a few before them named. Of what hashes alike the last one is known.
 */
final class RecentKeys {
  private static final int SIZE = 256;

  private final Object[] objects = new Object[SIZE];
  private final long[] keys = new long[SIZE];

  /** The key of an object; 0 if it is not known here. */
  @SuppressWarnings("ReferenceEquality") // Of equal ones that are not the same the pool knows.
  long get(Object object) {
    int i = slot(object);
    return objects[i] == object ? keys[i] : 0;
  }

  /** Remembers a key. */
  void put(Object object, long key) {
    int i = slot(object);
    objects[i] = object;
    keys[i] = key;
  }

  /** Forgets all, as at the end of a chunk. */
  void clear() {
    Arrays.fill(objects, null);
  }

  private static int slot(Object object) {
    int hash = object.hashCode() * 0x9E3779B9;
    return hash >>> (Integer.SIZE - 8);
  }
}
