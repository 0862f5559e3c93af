package dev.loomtrace.analysis;

import dev.loomtrace.trace.GoState;
import java.util.HashMap;
import java.util.Map;

/** Adds up how time was spent. */
final class SpentTime {
  private long running;
  private long runnable;
  private long pinned;
  private long stopped;
  private long unknown;
  private Map<String, Long> blocked = Map.of();

  /**
   * Adds a stretch of time.
   *
   * @param state what was done in it
   * @param reason if that was to wait, why, as {@link TimeByState#blocked} has it
   * @param span how long it was, in nanoseconds
   * @param stop how long of it the world was stopped: whatever was done, or nobody knows of, but
   *     waiting, was not in a pause
   */
  void add(GoState state, String reason, long span, long stop) {
    switch (state) {
      case RUNNING -> running += span - stop;
      case RUNNABLE -> runnable += span - stop;
      case SYSCALL, PINNED -> pinned += span;
      case WAITING -> {
        if (span != 0) {
          block(reason, span);
        }
      }
      case UNDETERMINED, NOT_EXIST -> unknown += span - stop;
    }
    if (state != GoState.WAITING && !state.keepsThread()) {
      stopped += stop;
    }
  }

  private void block(String reason, long span) {
    if (blocked.isEmpty()) {
      blocked = new HashMap<>();
    }
    blocked.merge(reason, span, Long::sum);
  }

  /**
   * All of it.
   *
   * @param before time before the recording, of which nothing is known, in nanoseconds
   */
  TimeByState sum(long before) {
    long total = before + running + runnable + pinned + stopped + unknown;
    for (long time : blocked.values()) {
      total += time;
    }
    return new TimeByState(total, running, runnable, pinned, stopped, blocked, unknown, before);
  }
}
