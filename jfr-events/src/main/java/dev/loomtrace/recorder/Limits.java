package dev.loomtrace.recorder;

import java.time.Duration;

/**
 * What a window keeps, and how often it may be dumped.
 *
 * @param window age up to which events are kept; positive
 * @param maxBytes size above which the oldest chunks are dropped; positive
 * @param minDumpInterval least time from one dump to the next; not negative
 */
public record Limits(Duration window, long maxBytes, Duration minDumpInterval) {
  private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE); // 292 years.

  /** The same; durations longer than 292 years are taken as that. */
  public Limits {
    window = atMost(LONGEST, window);
    minDumpInterval = atMost(LONGEST, minDumpInterval);
  }

  private static Duration atMost(Duration longest, Duration duration) {
    return duration.compareTo(longest) < 0 ? duration : longest;
  }
}
