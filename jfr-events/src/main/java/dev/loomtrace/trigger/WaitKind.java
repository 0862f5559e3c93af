package dev.loomtrace.trigger;

import dev.loomtrace.event.EventNames;
import java.util.ArrayList;
import java.util.List;

/**
 * The reasons of waits that a trigger may name, as the command line's {@code summary} calls them,
 * and how the agent recognises them: by a code, and for a synchronizer by what its class's name
 * begins with.
 */
enum WaitKind {
  LOCK(
      "lock",
      EventNames.REASON_SYNC,
      "java.util.concurrent.locks.ReentrantLock",
      "java.util.concurrent.locks.ReentrantReadWriteLock",
      "java.util.concurrent.locks.StampedLock"),
  MONITOR("monitor", EventNames.REASON_MONITOR),
  OBJECT_WAIT("object wait", EventNames.REASON_WAIT),
  CONDITION("condition", EventNames.REASON_CONDITION),
  LATCH("latch", EventNames.REASON_SYNC, "java.util.concurrent.CountDownLatch"),
  SEMAPHORE("semaphore", EventNames.REASON_SYNC, "java.util.concurrent.Semaphore"),
  PHASER("phaser", EventNames.REASON_SYNC, "java.util.concurrent.Phaser"),
  EXCHANGER("exchanger", EventNames.REASON_SYNC, "java.util.concurrent.Exchanger"),
  JOIN("join", EventNames.REASON_JOIN),
  FUTURE("future", EventNames.REASON_FUTURE),
  QUEUE_TAKE("queue take", EventNames.REASON_QUEUE_TAKE),
  SLEEP("sleep", EventNames.REASON_SLEEP),
  SOCKET("socket", EventNames.REASON_NETWORK);

  private final String word;
  private final int code;
  private final String[] classes;

  WaitKind(String word, int code, String... classes) {
    this.word = word;
    this.code = code;
    this.classes = classes;
  }

  String word() {
    return word;
  }

  /** Its code in events. */
  int code() {
    return code;
  }

  /** What the name of the class begins with that is waited for; empty: whatever it is. */
  String[] classes() {
    return classes.clone();
  }

  /** The reason of this word; null if there is none. */
  static WaitKind of(String word) {
    for (WaitKind kind : values()) {
      if (kind.word.equals(word)) {
        return kind;
      }
    }
    return null;
  }

  /** All words, for messages. */
  static List<String> words() {
    List<String> words = new ArrayList<>();
    for (WaitKind kind : values()) {
      words.add(kind.word);
    }
    return words;
  }
}
