package dev.loomtrace.analysis;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How some span of time was spent. The parts add up to the whole; unknown time is a part of its
 * own.
 *
 * @param total the whole, in nanoseconds
 * @param running executing on a thread
 * @param runnable able to run, waiting for a carrier or processor
 * @param pinned in a system call, or blocked while pinned to a carrier
 * @param stopped able to run, running or unknown, but the world was stopped (garbage collection,
 *     safepoint)
 * @param blocked waiting, by reason; the reason is empty where it is not known; longest first
 * @param unknown no goroutine was known to work on it, or its state was not known: as of a platform
 *     thread that runs, or waits for less than the events' threshold
 * @param before before the recording began; nothing says how it was spent
 */
public record TimeByState(
    long total,
    long running,
    long runnable,
    long pinned,
    long stopped,
    Map<String, Long> blocked,
    long unknown,
    long before) {
  /** Keeps a copy of the map, longest first. */
  public TimeByState {
    Map<String, Long> sorted = new LinkedHashMap<>();
    List.copyOf(blocked.entrySet()).stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    blocked = Collections.unmodifiableMap(sorted);
  }

  /** Time that is all in the recording. */
  public TimeByState(
      long total,
      long running,
      long runnable,
      long pinned,
      long stopped,
      Map<String, Long> blocked,
      long unknown) {
    this(total, running, runnable, pinned, stopped, blocked, unknown, 0);
  }

  /** No time at all. */
  public static final TimeByState NONE = new TimeByState(0, 0, 0, 0, 0, Map.of(), 0);

  /** The sum of both, part by part. */
  public TimeByState plus(TimeByState other) {
    Map<String, Long> both = new HashMap<>(blocked);
    other.blocked.forEach((reason, time) -> both.merge(reason, time, Long::sum));
    return new TimeByState(
        total + other.total,
        running + other.running,
        runnable + other.runnable,
        pinned + other.pinned,
        stopped + other.stopped,
        both,
        unknown + other.unknown,
        before + other.before);
  }

  /** All of {@link #blocked}. */
  public long blockedTotal() {
    return blocked.values().stream().mapToLong(Long::longValue).sum();
  }
}
