package dev.loomtrace.analysis;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;

/** Of many things those that are the longest. */
final class Longest<T> {
  private final int keep;
  private final ToLongFunction<T> length;
  private final PriorityQueue<T> kept;

  /**
   * None yet.
   *
   * @param keep how many to keep; at least 1
   */
  Longest(int keep, ToLongFunction<T> length) {
    if (keep < 1) {
      throw new IllegalArgumentException("keep " + keep + ", must be at least 1");
    }
    this.keep = keep;
    this.length = length;
    kept = new PriorityQueue<>(Comparator.comparingLong(length));
  }

  /** Those of others that count with more that are still to come. */
  Longest(Longest<T> others) {
    this.keep = others.keep;
    this.length = others.length;
    kept = new PriorityQueue<>(others.kept);
  }

  /** Whether one that is so long would be kept, so that it is worth making. */
  boolean wants(long itsLength) {
    return kept.size() < keep || itsLength > length.applyAsLong(kept.peek());
  }

  /** Adds one. */
  void add(T one) {
    kept.add(one);
    if (kept.size() > keep) {
      kept.poll();
    }
  }

  /**
   * Those that are kept, the longest first.
   *
   * @param ties which comes first of those that are as long
   */
  List<T> sorted(Comparator<? super T> ties) {
    return kept.stream()
        .sorted(Comparator.comparingLong(length).reversed().thenComparing(ties))
        .toList();
  }
}
