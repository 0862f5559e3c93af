package dev.loomtrace;

import dev.loomtrace.annotation.Journals;
import dev.loomtrace.internal.ProblemLog;
import java.util.function.Supplier;

/**
 * Messages of an application in its recording. Go's {@code runtime/trace.Log}. Each is recorded as
 * one {@code loomtrace.Log} event of the thread and its current task. Tools expect few distinct
 * categories; an empty one is fine. Go's tools show the first 1,024 bytes of a message.
 */
public final class Log {
  private Log() {}

  /** Logs a message of the current task. Costs one branch without a recording. */
  public static void log(String category, String message) {
    if (Journals.JOURNAL.logs()) {
      write(category, message);
    }
  }

  /**
   * Logs a message that is expensive to make: without a recording the supplier is not called.
   *
   * @param message an exception that it throws is reported once for each place, and not passed on;
   *     an {@link Error} is
   */
  public static void log(String category, Supplier<String> message) {
    if (Journals.JOURNAL.logs()) {
      try {
        write(category, message.get());
      } catch (RuntimeException e) {
        ProblemLog.misuse("log message cannot be made (" + e + ")");
      }
    }
  }

  private static void write(String category, String message) {
    Journals.JOURNAL.log(Task.Scope.task().id(), String.valueOf(category), String.valueOf(message));
  }
}
