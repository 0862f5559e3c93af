package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.LongIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The strings of a trace by their ids. String 0 is the empty one. */
final class V1Strings {
  private final LongIndex ids = new LongIndex();
  private final List<String> texts = new ArrayList<>();
  private long greatest;
  private Supplier<List<String>> appendix = List::of;
  private List<String> appended = List.of();
  private boolean hasAppended;

  /**
   * Adds a string.
   *
   * @return whether no other had its id
   */
  boolean add(long id, String text) {
    if (!ids.add(id)) {
      return false;
    }
    texts.add(text);
    if (Long.compareUnsigned(id, greatest) > 0) {
      greatest = id;
    }
    return true;
  }

  /**
   * Strings that have the ids after the greatest one.
   *
   * @param strings asked when there is such an id, which no sound trace has
   */
  void append(Supplier<List<String>> strings) {
    appendix = strings;
  }

  /** Whether there is a string of this id. */
  boolean has(long id) {
    return id == 0 || ids.get(id) != LongIndex.ABSENT || isAppended(id);
  }

  /** The string of this id, which there is. */
  String text(long id) {
    if (id == 0) {
      return "";
    }
    int number = ids.get(id);
    return number == LongIndex.ABSENT ? appended.get((int) (id - greatest - 1)) : texts.get(number);
  }

  private boolean isAppended(long id) {
    if (Long.compareUnsigned(id, greatest) <= 0) {
      return false;
    }
    if (!hasAppended) {
      appended = appendix.get();
      hasAppended = true;
    }
    return Long.compareUnsigned(id - greatest - 1, appended.size()) < 0;
  }
}
