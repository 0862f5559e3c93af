package dev.loomtrace.gotrace.v2;

import dev.loomtrace.gotrace.wire.WireType;
import java.util.Arrays;

/** The ranges of time that a goroutine or a proc is in. */
final class OpenRanges {
  private static final Range[] NONE = {};

  // In the order in which Go keeps them, since an end takes the first of its type. Most goroutines
  // are never in one.
  private Range[] open = NONE;
  private int size;
  private String ended = "";

  /**
   * Two ranges are the same if type and id of the description are, even if the id is of another
   * generation.
   */
  private record Range(WireType type, long id, String description) {}

  void clear() {
    size = 0;
  }

  /**
   * Whether it is in a range.
   *
   * @param type type of the event that begins such ranges
   * @param id id of the range's description; 0 if it has none
   */
  boolean has(WireType type, long id) {
    for (int i = 0; i < size; i++) {
      if (open[i].type == type && open[i].id == id) {
        return true;
      }
    }
    return false;
  }

  void begin(WireType type, long id, String description) {
    if (size == open.length) {
      open = Arrays.copyOf(open, Math.max(1, size * 2));
    }
    open[size++] = new Range(type, id, description);
  }

  /**
   * Ends the first range of a type.
   *
   * @return false if there is none
   */
  boolean end(WireType type) {
    for (int i = 0; i < size; i++) {
      if (open[i].type == type) {
        ended = open[i].description;
        open[i] = open[--size];
        return true;
      }
    }
    return false;
  }

  /** Description of the range that ended last. */
  String ended() {
    return ended;
  }
}
