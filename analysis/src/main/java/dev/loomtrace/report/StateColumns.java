package dev.loomtrace.report;

import dev.loomtrace.analysis.TimeByState;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** The columns of a table that say how time was spent: one for each state. */
final class StateColumns {
  /** Their heads. */
  static final List<String> HEADS =
      List.of(
          StateWords.RUNNING.word(),
          StateWords.RUNNABLE.word(),
          StateWords.BLOCKED.word(),
          StateWords.PINNED.word(),
          StateWords.STOPPED.word(),
          StateWords.UNKNOWN.word());

  private StateColumns() {}

  /** The share of each in the whole. */
  static List<String> shares(TimeByState time) {
    return cells(time, part -> Quantities.percent(part, time.total()));
  }

  /** How long each was. */
  static List<String> durations(TimeByState time) {
    return cells(time, Quantities::duration);
  }

  private static List<String> cells(TimeByState time, LongFunction<String> words) {
    return LongStream.of(
            time.running(),
            time.runnable(),
            time.blockedTotal(),
            time.pinned(),
            time.stopped(),
            time.unknown())
        .mapToObj(words)
        .toList();
  }
}
