package dev.loomtrace.analysis.finding;

/**
 * How times of which a sum is made are spread over the trace, to find the stretch in which they are
 * densest: a minute of trouble in an hour's recording is trouble, whatever the mean of the hour.
 *
 * <p>Keeps at most 64 numbers: of a second each, and of twice as much whenever the trace outgrows
 * them.
 */
final class Density {
  private static final int MOST = 64;
  private static final int FIRST_SHIFT = 30; // 1.07 s.

  private int shift = FIRST_SHIFT;
  // The number of the first bucket, counted from time 0.
  private long first;
  private int used;
  private double[] sums = {};
  // The bucket that was added to last: what comes next is mostly in it.
  private int recent;
  private long recentBegin;
  private long recentEnd;

  /** Times that were spent from one moment to another, by as many threads as are told. */
  void add(long begin, long end, long times) {
    if (end <= begin || times <= 0) {
      return;
    }
    if (begin >= recentBegin && end <= recentEnd) {
      sums[recent] += (double) times * (end - begin);
      return;
    }
    include(begin, end - 1);
    long from = begin >> shift;
    long last = (end - 1) >> shift;
    for (long bucket = from; bucket <= last; bucket++) {
      long low = Math.max(begin, bucket << shift);
      long high = bucket == last ? end : (bucket + 1) << shift;
      sums[(int) (bucket - first)] += (double) times * (high - low);
    }
    remember(last);
  }

  /** Something that happened, as an amount. */
  void count(long time, long amount) {
    if (time < recentBegin || time >= recentEnd) {
      include(time, time);
      remember(time >> shift);
    }
    sums[recent] += amount;
  }

  private void remember(long bucket) {
    recent = (int) (bucket - first);
    recentBegin = bucket << shift;
    recentEnd = (bucket + 1) << shift;
  }

  private void include(long low, long high) {
    if (used == 0) {
      first = low >> shift;
    }
    while (true) {
      long from = Math.min(first, low >> shift);
      long to = Math.max(first + used - 1, high >> shift);
      if (to - from < MOST) {
        grow(from, (int) (to - from + 1));
        return;
      }
      coarsen();
    }
  }

  private void grow(long from, int length) {
    if (from == first && length <= sums.length) {
      used = Math.max(used, length);
      return;
    }
    double[] grown = new double[Math.min(MOST, Math.max(length, 2 * used))];
    System.arraycopy(sums, 0, grown, (int) (first - from), used);
    sums = grown;
    first = from;
    used = length;
  }

  private void coarsen() {
    double[] coarse = new double[sums.length];
    long newFirst = first >> 1;
    for (int i = 0; i < used; i++) {
      coarse[(int) (((first + i) >> 1) - newFirst)] += sums[i];
    }
    used = used == 0 ? 0 : (int) (((first + used - 1) >> 1) - newFirst) + 1;
    sums = coarse;
    first = newFirst;
    shift++;
  }

  /** The densest stretch of a trace, and what is in it. */
  Worst worst(Window window) {
    Stretch stretch = densest(window);
    return new Worst(stretch, in(stretch, window));
  }

  /**
   * The stretch of a trace that has most of it. It is as long as the trace, if that is shorter than
   * a stretch, else at least a stretch.
   */
  Stretch densest(Window window) {
    int buckets = (int) Math.max(1, (Stretch.LEAST + (1L << shift) - 1) >> shift);
    if (used == 0 || window.nanos() <= (long) buckets << shift) {
      return new Stretch(window.begin(), window.end());
    }
    double sum = 0;
    double most = -1;
    int best = 0;
    for (int i = 0; i < used; i++) {
      sum += sums[i] - (i < buckets ? 0 : sums[i - buckets]);
      if (sum > most) {
        most = sum;
        best = i;
      }
    }
    long end = Math.min(window.end(), (first + best + 1) << shift);
    long begin = Math.max(window.begin(), end - ((long) buckets << shift));
    return new Stretch(begin, Math.min(window.end(), begin + ((long) buckets << shift)));
  }

  /** What of it is in a stretch of the trace; of what a bucket has, in proportion. */
  double in(Stretch stretch, Window window) {
    double sum = 0;
    for (int i = 0; i < used; i++) {
      long low = Math.max(window.begin(), (first + i) << shift);
      long high = Math.min(window.end(), (first + i + 1) << shift);
      long both = Math.min(high, stretch.end()) - Math.max(low, stretch.begin());
      sum += both <= 0 ? 0 : sums[i] * ((double) both / (high - low));
    }
    return sum;
  }
}
