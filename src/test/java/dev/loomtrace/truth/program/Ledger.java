package dev.loomtrace.truth.program;

import java.util.ArrayList;
import java.util.List;

/**
 * What a program knows of one of its tasks. Times are those of {@code System.nanoTime}. No thread
 * can tell the very moment at which it began to wait, so each border is given as two times between
 * which it lies: a machine that is too busy makes them lie apart, and nothing wrong.
 *
 * <p>Printed as lines, their parts separated by tabs: {@code truth}, the task's name, and then
 *
 * <ul>
 *   <li>{@code begin} or {@code end}, and between which times it lies;
 *   <li>{@code piece}, what the task did, when that began and when it was over;
 *   <li>{@code waker}, what was waited for, and who ended it;
 *   <li>{@code stops}, for how long the world may have been stopped at most while threads ran, by
 *       which they did not go on;
 *   <li>{@code cut}, between which times a new chunk of the recording began, and the time of day,
 *       in nanoseconds, at the first of them. There are two of these, or none.
 * </ul>
 *
 * <p>What a task did is a word of the answer, or several of which each is right, separated by
 * {@code |}. What is no piece is running.
 */
final class Ledger {
  /** A timer. */
  static final String TIMER = "kind:timer";

  /** Nobody of the program: if anybody is named, then what watches sockets. */
  static final String POLLER = "kind:poller|none";

  private final String task;
  private final List<String> lines = new ArrayList<>();
  private long slack;
  private long ended = Long.MAX_VALUE;
  private long lastCut = Long.MIN_VALUE;

  Ledger(String task) {
    this.task = task;
  }

  synchronized void begin(long from, long to) {
    border("begin", from, to);
  }

  synchronized void end(long from, long to) {
    ended = from;
    border("end", from, to);
  }

  private void border(String what, long from, long to) {
    slack += to - from;
    line(what, from, to);
  }

  /** The task did this from a moment between the first two times to one between the others. */
  synchronized void piece(String words, long begin, long beginAtMost, long end, long endAtMost) {
    slack += beginAtMost - begin + endAtMost - end;
    line("piece", words, begin, beginAtMost, end, endAtMost);
  }

  /** It was able to run from a moment between the first two times on, and ran at the last. */
  synchronized void mayHaveQueued(long from, long fromAtMost, long until) {
    line("piece", "runnable", from, fromAtMost, from, until);
  }

  /** A thread ended the longest wait of these words. */
  synchronized void waker(String words, Thread thread) {
    line("waker", words, "id:" + thread.threadId());
  }

  /** Somebody of this kind did. */
  synchronized void wakerKind(String words, String kind) {
    line("waker", words, kind);
  }

  synchronized void cut(long from, long to, long dayNanos) {
    lastCut = to;
    line("cut", from, to, dayNanos);
  }

  /** A thread that runs all the time has not gone on for this long altogether. */
  synchronized void mayHaveStopped(long nanos) {
    line("stops", nanos);
  }

  private void line(Object... parts) {
    StringBuilder line = new StringBuilder("truth\t").append(task);
    for (Object part : parts) {
      line.append('\t').append(part);
    }
    lines.add(line.toString());
  }

  /** Whether the task was over before the last new chunk began: that was not in its middle. */
  synchronized boolean endedBeforeCut() {
    return ended < lastCut;
  }

  /** By how much all that is known may be off, in nanoseconds. */
  synchronized long slack() {
    return slack;
  }

  synchronized void print() {
    lines.forEach(System.out::println);
  }
}
