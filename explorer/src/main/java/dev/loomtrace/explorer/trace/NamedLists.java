package dev.loomtrace.explorer.trace;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.store.ListCursor;
import dev.loomtrace.timeline.store.SpanStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of what a trace has of one kind, such as tasks: how many of each there are, and from
 * when to when. Of more than {@value #MAX_NAMES} names the first ones are kept. Immutable.
 */
public final class NamedLists {
  private static final int MAX_NAMES = 10_000;

  private final List<Named> all;
  private final long leftOut;

  /**
   * All of a name.
   *
   * @param name what they are called
   * @param count how many
   * @param begin when the first of them began
   * @param end when the last of them ended
   * @param total how long they lasted altogether, in nanoseconds
   */
  public record Named(String name, long count, long begin, long end, long total) {
    private Named with(long from, long to) {
      return new Named(
          name, count + 1, Math.min(begin, from), Math.max(end, to), total + (to - from));
    }
  }

  private NamedLists(List<Named> all, long leftOut) {
    this.all = Collections.unmodifiableList(all);
    this.leftOut = leftOut;
  }

  static NamedLists of(SpanStore store, SpanKind kind) {
    Map<String, Named> found = new HashMap<>();
    long leftOut = 0;
    ListCursor span = store.listCursor();
    span.between(kind, Long.MIN_VALUE, Long.MAX_VALUE);
    while (span.next()) {
      Named named = found.get(span.name());
      if (named == null && found.size() >= MAX_NAMES) {
        leftOut++;
        continue;
      }
      if (named == null) {
        named = new Named(span.name(), 0, Long.MAX_VALUE, Long.MIN_VALUE, 0);
      }
      found.put(named.name(), named.with(span.begin(), span.end()));
    }
    List<Named> all = new ArrayList<>(found.values());
    all.sort(Comparator.comparingLong(Named::total).reversed().thenComparing(Named::name));
    return new NamedLists(all, leftOut);
  }

  /** Those that last the longest altogether first. */
  public List<Named> all() {
    return all;
  }

  /** How many have a name that was not kept. */
  public long leftOut() {
    return leftOut;
  }
}
