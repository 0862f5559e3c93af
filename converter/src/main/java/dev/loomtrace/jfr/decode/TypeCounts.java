package dev.loomtrace.jfr.decode;

import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.trace.SourceEvents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts a recording's events by type, and those that say nothing in the trace. */
final class TypeCounts {
  // What comes later is put down to one more.
  private static final int MAX_TYPES = 10_000;
  private static final String OTHER_TYPES = "other types";

  private final List<ChunkType> seen = new ArrayList<>();
  private final Map<String, Count> counts = new HashMap<>();
  private final List<Added> added = new ArrayList<>();

  /** What the last chunk has added. */
  private record Added(Count to, long events, long leftOut) {}

  private static final class Count {
    private long events;
    private long leftOut;
  }

  /** What comes can be forgotten. */
  void keep() {
    added.clear();
  }

  /** Forgets what the last chunk has. */
  void forgetChunk() {
    seen.clear();
    for (Added more : added) {
      more.to.events -= more.events;
      more.to.leftOut -= more.leftOut;
    }
    added.clear();
  }

  /** A chunk begins. */
  void begin() {
    seen.clear();
  }

  /** The chunk has events of a type. */
  void seen(ChunkType type) {
    seen.add(type);
  }

  /** The chunk has ended: all that it has counts. */
  void end() {
    for (ChunkType type : seen) {
      Count count =
          counts.computeIfAbsent(
              counts.size() < MAX_TYPES || counts.containsKey(type.name())
                  ? type.name()
                  : OTHER_TYPES,
              name -> new Count());
      long leftOut = type.isUnwanted() ? type.events() : type.leftOut();
      count.events += type.events();
      count.leftOut += leftOut;
      added.add(new Added(count, type.events(), leftOut));
    }
    seen.clear();
  }

  /** All so far, the most frequent ones first. */
  List<SourceEvents.Type> types() {
    return counts.entrySet().stream()
        .filter(e -> e.getValue().events > 0)
        .map(e -> new SourceEvents.Type(e.getKey(), e.getValue().events, e.getValue().leftOut))
        .sorted(
            Comparator.comparingLong(SourceEvents.Type::count)
                .reversed()
                .thenComparing(SourceEvents.Type::name))
        .toList();
  }
}
