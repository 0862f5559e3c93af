package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.SpanState;

/**
 * How some tracks spent a stretch of time that is cut in buckets, to the nanosecond. Immutable.
 *
 * <p>It costs a look-up for each border of a bucket while a track exists, however many spans are
 * between two borders, and nothing where the track does not exist.
 */
public final class Tile {
  private static final int STATES = StoreFormat.STATES;
  private static final int VALUES = TrackSums.VALUES;

  // When each bucket begins, and last, when the last one ends.
  private final long[] borders;
  private final int buckets;
  private final Row[] rows;

  /** A row from the first bucket in which its track exists to the last one. */
  private static final class Row {
    private static final Row EMPTY = new Row(0, 0);

    private final int first;
    private final long[] values;

    Row(int first, int buckets) {
      this.first = first;
      values = new long[Math.multiplyExact(buckets, VALUES)];
    }

    long value(int bucket, int which) {
      int at = (bucket - first) * VALUES;
      return at >= 0 && at < values.length ? values[at + which] : 0;
    }
  }

  private Tile(long[] borders, int rows) {
    this.borders = borders;
    this.buckets = borders.length - 1;
    this.rows = new Row[rows];
  }

  static Tile of(StoreFile file, Iterable<Track> rows, int size, long from, long to, int buckets) {
    if (from > to || to - from < 0 || buckets < 1) {
      throw new IllegalArgumentException(
          "found "
              + buckets
              + " buckets from "
              + from
              + " to "
              + to
              + ", expected 1 or more, and"
              + " a time not after the other");
    }
    long[] borders = new long[Math.addExact(buckets, 1)];
    long width = to - from;
    for (int bucket = 0; bucket <= buckets; bucket++) {
      borders[bucket] = from + width / buckets * bucket + width % buckets * bucket / buckets;
    }
    return of(file, rows, size, borders);
  }

  static Tile of(StoreFile file, Iterable<Track> rows, int size, long[] borders) {
    Tile tile = new Tile(checked(borders), size);
    TrackSums sums = new TrackSums(file);
    int i = 0;
    for (Track track : rows) {
      tile.rows[i++] = tile.row(track, sums);
    }
    return tile;
  }

  /** A copy of borders, which must be in order. */
  static long[] checked(long[] borders) {
    if (borders.length < 2) {
      throw new IllegalArgumentException("found no bucket, expected 1 or more");
    }
    for (int i = 1; i < borders.length; i++) {
      if (borders[i] < borders[i - 1] || borders[i] - borders[0] < 0) {
        throw new IllegalArgumentException(
            "found a bucket from " + borders[i - 1] + " to " + borders[i]);
      }
    }
    return borders.clone();
  }

  private Row row(Track track, TrackSums sums) {
    long from = begin(0);
    long to = begin(buckets);
    if (track.blocks() == 0 || track.begin() >= to || track.end() < from) {
      return Row.EMPTY;
    }
    int first = bucketOf(Math.max(from, track.begin()));
    int last = bucketOf(Math.min(to, track.end()));
    Row row = new Row(first, last - first + 1);
    long[] before = new long[VALUES];
    long[] after = new long[VALUES];
    sums.enter(track);
    sums.until(begin(first), before);
    for (int bucket = first, at = 0; bucket <= last; bucket++) {
      sums.until(begin(bucket + 1), after);
      for (int i = 0; i < VALUES; i++) {
        row.values[at++] = after[i] - before[i];
      }
      long[] done = before;
      before = after;
      after = done;
    }
    return row;
  }

  /** The last bucket that begins at or before a time from its first border to its last. */
  private int bucketOf(long time) {
    int low = 0;
    int high = buckets;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (borders[middle] <= time) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many buckets each row has. */
  public int buckets() {
    return buckets;
  }

  /**
   * When a bucket begins, in nanoseconds on the trace's clock; of the number of buckets, the end.
   */
  public long begin(int bucket) {
    return borders[bucket];
  }

  /**
   * How long a track was in a state during a bucket, in nanoseconds; a proc that is idle is in
   * none.
   */
  public long time(int row, int bucket, SpanState state) {
    return value(row, bucket, state.ordinal());
  }

  /** How many spans of a track begin in a bucket. */
  public long spans(int row, int bucket) {
    return value(row, bucket, STATES);
  }

  private long value(int row, int bucket, int which) {
    if (bucket < 0 || bucket >= buckets) {
      throw new IndexOutOfBoundsException(
          "found bucket " + bucket + ", expected 0 to " + (buckets - 1));
    }
    return rows[row].value(bucket, which);
  }
}
