package dev.loomtrace.analysis;

import dev.loomtrace.trace.WaitCause;
import java.util.ArrayList;
import java.util.List;

/** Numbers the words for why threads wait, of which a trace has few and threads have many. */
final class WaitWords {
  // What comes later is put down to one more.
  private static final int MAX_WORDS = 10_000;
  private static final String OTHER_REASONS = "other reasons";
  private static final int RECENT = 64;

  private final List<String> words = new ArrayList<>();
  private final FirstGroups<String, Integer> numbers =
      new FirstGroups<>(MAX_WORDS, word -> OTHER_REASONS);
  // By the hash of the cause: what most waits find without a search.
  private final WaitCause[] recent = new WaitCause[RECENT];
  private final int[] recentNumbers = new int[RECENT];

  /** The number of the word of a cause. */
  @SuppressWarnings("ReferenceEquality") // The map knows of others that are equal.
  int number(WaitCause cause) {
    int slot = cause.hashCode() & (RECENT - 1);
    if (recent[slot] != cause) {
      recentNumbers[slot] = numberOf(cause.word());
      recent[slot] = cause;
    }
    return recentNumbers[slot];
  }

  private int numberOf(String word) {
    return numbers.of(
        word,
        key -> {
          words.add(key);
          return words.size() - 1;
        });
  }

  /** The word of a number, as {@link WaitCause#word} has it; may be empty. */
  String word(int number) {
    return words.get(number);
  }
}
