package dev.loomtrace;

import java.util.function.Supplier;

/**
 * Messages of an application in its recording. Go's {@code runtime/trace.Log}. Each is recorded as
 * one {@code loomtrace.Log} event of the thread and its current task. Tools expect few different
 * categories; an empty one is fine. Go's tools show the first 1,024 bytes of a message.
 */
public final class Log {
  private Log() {}

  /** Logs a message of the current task. Costs one branch without a recording. */
  public static void log(String category, String message) {
    if (Recording.JOURNAL.logs()) {
      write(category, message);
    }
  }

  /**
   * Logs a message that is dear to make: without a recording the supplier is not asked.
   *
   * @param message an exception that it throws is reported once for each place, and not thrown on;
   *     an {@link Error} is
   */
  public static void log(String category, Supplier<String> message) {
    if (Recording.JOURNAL.logs()) {
      try {
        write(category, message.get());
      } catch (RuntimeException e) {
        Report.misuse("log message that can not be made, " + e);
      }
    }
  }

  private static void write(String category, String message) {
    Recording.JOURNAL.log(
        Task.Scope.task().id(), String.valueOf(category), String.valueOf(message));
  }
}
