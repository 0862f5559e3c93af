package dev.loomtrace.analysis;

import dev.loomtrace.trace.ThreadKind;
import dev.loomtrace.trace.WakeKind;
import java.util.Optional;

/** Who ended waits, as answers say it. */
final class Wakings {
  private Wakings() {}

  /** A goroutine that worked on a task. */
  static TaskResult.Waker by(long goroutine, String start, long task, String type) {
    return new TaskResult.Waker(
        WakeKind.THREAD, goroutine, Optional.of(ThreadKind.GOROUTINE), start, task, type);
  }
}
