package dev.loomtrace.jfr.simulation;

import dev.loomtrace.trace.Repairs;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Repairs so far. */
final class RepairTally {
  private static final int MAX_EXAMPLES = 100;

  private final Map<Repairs.Kind, Long> counts = new EnumMap<>(Repairs.Kind.class);
  private final List<Repairs.Example> examples = new ArrayList<>();

  /** Something was repaired. */
  void add(Repairs.Kind kind, long time, long goroutine) {
    counts.merge(kind, 1L, Long::sum);
    if (examples.size() < MAX_EXAMPLES) {
      examples.add(new Repairs.Example(kind, time, goroutine));
    }
  }

  /** So much is known of something that is not repaired one by one. */
  void set(Repairs.Kind kind, long count) {
    counts.put(kind, count);
  }

  Repairs repairs() {
    return new Repairs(counts, examples);
  }
}
