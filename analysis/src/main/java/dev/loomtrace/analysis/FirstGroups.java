package dev.loomtrace.analysis;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Adds up by key, of which the first so many are kept apart and all others are one: names come from
 * the trace, and there may be as many as its bytes can tell of.
 */
final class FirstGroups<K, V> {
  private final int most;
  private final UnaryOperator<K> others;
  private final Map<K, V> groups = new HashMap<>();

  /**
   * None yet.
   *
   * @param most how many keys are kept apart
   * @param others the key of what comes later, by its own
   */
  FirstGroups(int most, UnaryOperator<K> others) {
    this.most = most;
    this.others = others;
  }

  /**
   * What adds up for a key.
   *
   * @param make makes it if it is the first of its key
   */
  V of(K key, Function<? super K, ? extends V> make) {
    V group = groups.get(key);
    return group != null
        ? group
        : groups.computeIfAbsent(groups.size() < most ? key : others.apply(key), make);
  }

  /** Hands on each key and what was added up for it, in no particular order. */
  void forEach(BiConsumer<? super K, ? super V> action) {
    groups.forEach(action);
  }

  /** All of them, in no particular order; live. */
  Set<Map.Entry<K, V>> entries() {
    return groups.entrySet();
  }
}
