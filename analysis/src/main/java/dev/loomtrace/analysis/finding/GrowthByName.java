package dev.loomtrace.analysis.finding;

import dev.loomtrace.base.Recent;
import dev.loomtrace.timeline.SpanView;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The growth of what has a name, for so many names; of what comes later nothing is known. */
final class GrowthByName {
  private static final int MAX_NAMES = 1000;

  private final Map<String, Growth> byName = new HashMap<>();
  private final long begin;
  // Null if there are too many names.
  private final Recent<String, Growth> recent = new Recent<>(this::find);

  GrowthByName(long begin) {
    this.begin = begin;
  }

  /** One more of a name, which was there from some time on. */
  void add(String name, SpanView span, long from) {
    Growth growth = recent.of(name);
    if (growth != null) {
      growth.created(from);
      if (!span.open()) {
        growth.ended(span.end(), span.duration());
      }
    }
  }

  private Growth find(String name) {
    Growth growth = byName.get(name);
    if (growth == null && byName.size() < MAX_NAMES) {
      growth = new Growth(begin);
      byName.put(name, growth);
    }
    return growth;
  }

  void forEach(BiConsumer<String, Growth> action) {
    byName.forEach(action);
  }
}
