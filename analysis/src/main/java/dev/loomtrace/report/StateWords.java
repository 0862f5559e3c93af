package dev.loomtrace.report;

import dev.loomtrace.trace.WaitReason;

/** The words for what goroutines and tasks do. For why they wait: {@code WaitReason.word}. */
enum StateWords {
  RUNNING("running", "running"),
  RUNNABLE("runnable", "waiting for a carrier or processor"),
  BLOCKED("blocked", "blocked"),
  PINNED("pinned", "pinned or in a system call"),
  STOPPED("stopped", "world stopped (garbage collection, safepoint)"),
  UNKNOWN("unknown", "unknown"),
  BEFORE("before", "before the recording");

  private final String word;
  private final String words;

  StateWords(String word, String words) {
    this.word = word;
    this.words = words;
  }

  /** One word: the head of a column, the name of a member of JSON. */
  String word() {
    return word;
  }

  /** In full, for a line of its own. */
  String words() {
    return words;
  }

  /** Unknown, since no event tells of it. */
  static String untold() {
    return UNKNOWN.words + ": " + WaitReason.UNTOLD.word();
  }

  /**
   * Pinned, and why.
   *
   * @param reason the reason's word; empty if it is not known
   */
  static String pinned(String reason) {
    return reason.isEmpty() ? "pinned, reason unknown" : "pinned: " + reason;
  }

  /**
   * Blocked, and why.
   *
   * @param reason the reason's word; empty if it is not known
   */
  static String blocked(String reason) {
    return reason.isEmpty() ? "blocked, reason unknown" : "blocked: " + reason;
  }
}
