package dev.loomtrace.base;

import java.util.Arrays;
import java.util.function.Function;

/**
 * Remembers what searches for the latest keys have found, by the identity of the keys: where the
 * same few objects are looked up again and again, most look-ups need no comparison of equals. Not
 * for more than one thread at a time.
 *
 * <p>It keeps up to {@value #SIZE} keys and values alive.
 */
public final class Recent<K, V> {
  private static final int SIZE = 64;

  private final Function<? super K, ? extends V> search;
  private final Object[] keys = new Object[SIZE];
  private final Object[] values = new Object[SIZE];

  /**
   * Remembers nothing yet.
   *
   * @param search finds the value of a key, and the same one for keys that are equal; may give null
   */
  public Recent(Function<? super K, ? extends V> search) {
    this.search = search;
  }

  /** The value of a key, which must not be null. */
  @SuppressWarnings({"unchecked", "ReferenceEquality"}) // Only values of the search are kept.
  public V of(K key) {
    int slot = System.identityHashCode(key) & (SIZE - 1);
    if (keys[slot] != key) {
      values[slot] = search.apply(key);
      keys[slot] = key;
    }
    return (V) values[slot];
  }

  /** Forgets all: a search would find something else now. */
  public void clear() {
    Arrays.fill(keys, null);
    Arrays.fill(values, null);
  }
}
