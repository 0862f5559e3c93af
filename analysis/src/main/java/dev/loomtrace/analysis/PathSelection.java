package dev.loomtrace.analysis;

import java.util.List;

/**
 * Which of some units, sorted by how long they took.
 *
 * @param slowest so many of the slowest; 0 if {@code from} and {@code to} say which
 * @param from the share of all that are faster; from 0 to 1
 * @param to the share of all that are not slower; from {@code from} to 1
 */
public record PathSelection(int slowest, double from, double to) {
  /** All of them. */
  public static final PathSelection ALL = between(0, 1);

  /** So many of the slowest; at least 1. */
  public static PathSelection slowest(int count) {
    return new PathSelection(count, 0, 1);
  }

  /** Those between two shares of all, from 0 to 1. */
  public static PathSelection between(double from, double to) {
    return new PathSelection(0, from, to);
  }

  /** The first of so many that is among them. */
  int first(int count) {
    return slowest > 0 ? Math.max(0, count - slowest) : (int) Math.floor(from * count);
  }

  /** The first one after them. */
  int end(int count) {
    return slowest > 0 ? count : (int) Math.floor(to * count);
  }

  List<PathUnit> of(List<PathUnit> sorted) {
    return sorted.subList(first(sorted.size()), end(sorted.size()));
  }
}
