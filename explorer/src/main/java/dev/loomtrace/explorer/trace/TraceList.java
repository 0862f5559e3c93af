package dev.loomtrace.explorer.trace;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Traces by their numbers. For any number of threads. */
public interface TraceList {
  /** Those that can be chosen, in the order in which they are shown. */
  Map<Integer, TraceEntry> shown();

  /** The one of a number: one of those that can be chosen, or one that could be before. */
  Optional<TraceEntry> of(int number);

  /** Traces that stay, numbered from 0. */
  static TraceList of(List<TraceEntry> entries) {
    Map<Integer, TraceEntry> numbered = new LinkedHashMap<>();
    for (TraceEntry entry : entries) {
      numbered.put(numbered.size(), entry);
    }
    return new TraceList() {
      @Override
      public Map<Integer, TraceEntry> shown() {
        return numbered;
      }

      @Override
      public Optional<TraceEntry> of(int number) {
        return Optional.ofNullable(numbered.get(number));
      }
    };
  }
}
