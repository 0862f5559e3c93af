package dev.loomtrace.analysis;

import java.util.List;

/**
 * How a thread's life went, and where it waited.
 *
 * @param thread the thread, and how its time was spent
 * @param waits its waits by place, longest first
 */
public record LifeResult(ThreadResult thread, List<TaskResult.Wait> waits) {
  /** Keeps a copy of the list. */
  public LifeResult {
    waits = List.copyOf(waits);
  }
}
