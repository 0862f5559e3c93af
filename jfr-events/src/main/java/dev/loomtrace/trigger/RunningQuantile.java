package dev.loomtrace.trigger;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A quantile of durations that follows them: after a while earlier ones count half, and half again.
 * Too long by a sixteenth at most. Any thread may call its methods; what is added while old
 * durations are halved may be lost, which changes no quantile that means anything.
 */
final class RunningQuantile {
  private static final int FINE_BITS = 4;
  private static final int FINE = 1 << FINE_BITS;
  private static final int BUCKETS = (Long.SIZE - FINE_BITS) * FINE;

  /** So many must be beyond the quantile before it means anything. */
  private static final int BEYOND = 10;

  private static final int FEWEST = 100;

  /** Old durations count half when there are so many times more than needed. */
  private static final int MEMORY = 8;

  private static final int LOOKS = 16;

  private final double quantile;
  private final int needed;
  private final AtomicIntegerArray counts = new AtomicIntegerArray(BUCKETS);
  private final AtomicInteger count = new AtomicInteger();
  private volatile long limit = Long.MAX_VALUE;

  RunningQuantile(double quantile) {
    this.quantile = quantile;
    this.needed = needed(quantile);
  }

  /** How many durations are needed before the quantile means anything: 10 beyond it. */
  static int needed(double quantile) {
    return (int) Math.max(FEWEST, Math.round(BEYOND / (1 - quantile)));
  }

  /**
   * Adds a duration.
   *
   * @return the quantile of those before; {@link Long#MAX_VALUE} if it means nothing yet
   */
  long add(long nanos) {
    final long before = limit;
    counts.getAndIncrement(bucket(nanos));
    int now = count.incrementAndGet();
    if (now >= needed && (now - needed) % Math.max(1, needed / LOOKS) == 0) {
      limit = compute();
      if (now >= needed * MEMORY && count.compareAndSet(now, now / 2)) {
        halve();
      }
    }
    return before;
  }

  private void halve() {
    for (int i = 0; i < BUCKETS; i++) {
      int old = counts.get(i);
      if (old > 0) {
        counts.getAndAdd(i, old / 2 - old);
      }
    }
  }

  private long compute() {
    long all = 0;
    for (int i = 0; i < BUCKETS; i++) {
      all += counts.get(i);
    }
    long beyond = (long) (all * (1 - quantile));
    int i = BUCKETS - 1;
    for (long seen = 0; i > 0; i--) {
      seen += counts.get(i);
      if (seen > beyond) {
        break;
      }
    }
    return end(i);
  }

  // The highest bits of the number: how many there are, and the four after the first.
  private static int bucket(long nanos) {
    long value = Math.max(0, nanos);
    if (value < FINE) {
      return (int) value;
    }
    int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - FINE_BITS;
    return (shift + 1) * FINE + (int) (value >>> shift) - FINE;
  }

  /** The largest duration in a bucket. */
  private static long end(int bucket) {
    if (bucket < FINE) {
      return bucket;
    }
    int shift = bucket / FINE - 1;
    long first = (long) (FINE + bucket % FINE) << shift;
    return first + (1L << shift) - 1;
  }
}
