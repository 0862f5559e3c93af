package dev.loomtrace.analysis.finding;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often something was, and how long altogether, by name. */
final class NamedSums {
  // What comes later is not counted.
  private static final int MAX_NAMES = 100;

  private final Map<String, Sum> sums = new HashMap<>(2);

  private static final class Sum {
    private long count;
    private long nanos;
  }

  /** It was once, for so long. */
  void add(String name, long nanos) {
    Sum sum = sums.get(name);
    if (sum == null && sums.size() < MAX_NAMES) {
      sum = new Sum();
      sums.put(name, sum);
    }
    if (sum != null) {
      sum.count++;
      sum.nanos += nanos;
    }
  }

  /** Those that were longest, the longest first. */
  List<Evidence> longest(int most, Evidence.Role role) {
    return sums.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Sum> e) -> -e.getValue().nanos)
                .thenComparing(Map.Entry::getKey))
        .limit(most)
        .map(e -> Evidence.named(role, e.getKey(), e.getValue().count, e.getValue().nanos))
        .toList();
  }
}
