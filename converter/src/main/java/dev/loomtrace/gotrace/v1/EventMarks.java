package dev.loomtrace.gotrace.v1;

import java.util.Arrays;

/**
 * What only the events around it say of an event: that a system call blocks, that the network wakes
 * a goroutine up. One bit for each system call and wake-up, in order.
 */
final class EventMarks {
  private long[] words = new long[64];

  /** Whether the events of a type have marks. */
  static boolean has(V1Type type) {
    return type == V1Type.GO_SYS_CALL || type == V1Type.GO_UNBLOCK;
  }

  void set(long number) {
    int word = (int) (number >>> 6);
    if (word >= words.length) {
      words = Arrays.copyOf(words, Math.max(word + 1, words.length * 2));
    }
    words[word] |= 1L << number;
  }

  boolean isSet(long number) {
    int word = (int) (number >>> 6);
    return word < words.length && (words[word] >>> number & 1) != 0;
  }
}
