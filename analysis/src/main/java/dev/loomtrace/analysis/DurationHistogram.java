package dev.loomtrace.analysis;

/**
 * Counts durations in buckets that grow with them, so that its size does not depend on their number
 * and every quantile is right to 3 %.
 */
public final class DurationHistogram {
  // A bucket is known by the highest six bits of its durations: one for where they begin, five for
  // what they are. Below 64 every duration has a bucket of its own.
  private static final int BITS = 6;

  // By how many lower bits are dropped, then by the others; null where there are none.
  private final long[][] counts = new long[Long.SIZE - BITS][];
  private long count;
  private long longest;

  /** Of none yet. */
  public DurationHistogram() {}

  /** Counts a duration in nanoseconds; a negative one as 0. */
  public void add(long duration) {
    add(duration, 1);
  }

  /**
   * Counts a duration that stands for several.
   *
   * @param times for how many; not negative
   */
  public void add(long duration, long times) {
    long nanos = Math.max(0, duration);
    count += times;
    longest = Math.max(longest, nanos);
    int dropped = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - BITS);
    long[] row = counts[dropped];
    if (row == null) {
      row = new long[1 << BITS];
      counts[dropped] = row;
    }
    row[(int) (nanos >>> dropped)] += times;
  }

  /** How many there are. */
  public long count() {
    return count;
  }

  /** The longest; 0 if there is none. */
  public long longest() {
    return longest;
  }

  /**
   * The duration that this share of all do not exceed; 0 if there is none.
   *
   * @param share from 0 to 1
   */
  public long quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int dropped = 0; dropped < counts.length; dropped++) {
      for (int i = 0; counts[dropped] != null && i < counts[dropped].length; i++) {
        seen += counts[dropped][i];
        if (seen >= rank) {
          return Math.min(((i + 1L) << dropped) - 1, longest);
        }
      }
    }
    return 0;
  }

  /** Some of them, and the longest. */
  public Quantiles quantiles() {
    return new Quantiles(count, quantile(0.5), quantile(0.9), quantile(0.99), longest);
  }
}
