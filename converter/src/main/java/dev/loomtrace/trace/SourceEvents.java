package dev.loomtrace.trace;

import java.util.List;

/**
 * What a trace's file holds in the words of its own format, where that has events of many kinds of
 * which only some have a place in the events of this model.
 *
 * @param types the types that occur, those with the most events first; empty if the format has none
 *     of its own
 * @param recorder whether Loomtrace's agent recorded it, or the format needs none
 */
public record SourceEvents(List<Type> types, boolean recorder) {
  /** Of a format in which each event has its place. */
  public static final SourceEvents NONE = new SourceEvents(List.of(), true);

  /**
   * Events of one type.
   *
   * @param name the format's name of the type
   * @param count how many there are
   * @param leftOut how many of these say nothing in the trace
   */
  public record Type(String name, long count, long leftOut) {}

  /** Keeps a copy of the list. */
  public SourceEvents {
    types = List.copyOf(types);
  }

  /** How many events there are. */
  public long count() {
    return types.stream().mapToLong(Type::count).sum();
  }

  /** How many of them say nothing in the trace. */
  public long leftOut() {
    return types.stream().mapToLong(Type::leftOut).sum();
  }
}
