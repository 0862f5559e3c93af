package dev.loomtrace.gotrace.v2;

import dev.loomtrace.gotrace.wire.WireType;
import java.util.Arrays;

/** The ranges of time that a goroutine or a proc is in. */
final class OpenRanges {
  // In the order in which Go keeps them, since an end takes the first of its type. Two ranges are
  // the same if type and id of the description are, even if the id is of another generation.
  private WireType[] types = new WireType[2];
  private long[] ids = new long[2];
  private String[] descriptions = new String[2];
  private int size;
  private String ended = "";

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
      if (types[i] == type && ids[i] == id) {
        return true;
      }
    }
    return false;
  }

  void begin(WireType type, long id, String description) {
    if (size == types.length) {
      types = Arrays.copyOf(types, size * 2);
      ids = Arrays.copyOf(ids, size * 2);
      descriptions = Arrays.copyOf(descriptions, size * 2);
    }
    types[size] = type;
    ids[size] = id;
    descriptions[size] = description;
    size++;
  }

  /**
   * Ends the first range of a type.
   *
   * @return false if there is none
   */
  boolean end(WireType type) {
    for (int i = 0; i < size; i++) {
      if (types[i] == type) {
        ended = descriptions[i];
        size--;
        types[i] = types[size];
        ids[i] = ids[size];
        descriptions[i] = descriptions[size];
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
