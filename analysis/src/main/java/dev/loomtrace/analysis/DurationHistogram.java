package dev.loomtrace.analysis;

import java.util.TreeMap;

/**
 * Counts durations in buckets that grow with them, so that its size does not depend on their number
 * and every quantile is right to 3 %.
 */
final class DurationHistogram {
  // A bucket is known by the highest six bits of its durations: one for where they begin, five for
  // what they are. Below 64 every duration has a bucket of its own.
  private static final int BITS = 5;

  private final TreeMap<Long, Long> counts = new TreeMap<>();
  private long count;
  private long longest;

  /** Counts a duration in nanoseconds; a negative one as 0. */
  void add(long duration) {
    long nanos = Math.max(0, duration);
    count++;
    longest = Math.max(longest, nanos);
    counts.merge(upperBound(nanos), 1L, Long::sum);
  }

  /** The longest duration of the bucket of this one. */
  private static long upperBound(long nanos) {
    int length = Long.SIZE - Long.numberOfLeadingZeros(nanos);
    int dropped = Math.max(0, length - BITS - 1);
    return nanos | ((1L << dropped) - 1);
  }

  /** How many there are. */
  long count() {
    return count;
  }

  /** The longest; 0 if there is none. */
  long longest() {
    return longest;
  }

  /**
   * The duration that this share of all do not exceed; 0 if there is none.
   *
   * @param share from 0 to 1
   */
  long quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (var bucket : counts.entrySet()) {
      seen += bucket.getValue();
      if (seen >= rank) {
        return Math.min(bucket.getKey(), longest);
      }
    }
    return 0;
  }
}
