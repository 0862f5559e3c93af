package dev.loomtrace.analysis;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final Pattern PERCENTILES =
      Pattern.compile("p(\\d{1,3}(?:\\.\\d{1,6})?),p(\\d{1,3}(?:\\.\\d{1,6})?)");
  private static final double PERCENT = 100;

  /** So many of the slowest; at least 1. */
  public static PathSelection slowest(int count) {
    return new PathSelection(count, 0, 1);
  }

  /**
   * What a text such as {@code p95,p100} says: those between two percentiles.
   *
   * @return empty if it says no such thing
   */
  public static Optional<PathSelection> parse(String text) {
    Matcher percentiles = PERCENTILES.matcher(text);
    if (!percentiles.matches()) {
      return Optional.empty();
    }
    double from = Double.parseDouble(percentiles.group(1)) / PERCENT;
    double to = Double.parseDouble(percentiles.group(2)) / PERCENT;
    return to < from || to > 1 ? Optional.empty() : Optional.of(between(from, to));
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
