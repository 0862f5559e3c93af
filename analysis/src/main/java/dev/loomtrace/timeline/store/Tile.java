package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.SpanState;
import java.util.Arrays;

/**
 * How some tracks spent a stretch of time that is cut in buckets of the same length, to the
 * nanosecond. Immutable.
 */
public final class Tile {
  private static final int STATES = SpanState.values().length;
  private static final int VALUES = STATES + 1;

  private final long from;
  private final long to;
  private final int buckets;
  private final long[] values;

  private Tile(long from, long to, int buckets, long[] values) {
    this.from = from;
    this.to = to;
    this.buckets = buckets;
    this.values = values;
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
    Tile tile = new Tile(from, to, buckets, new long[Math.multiplyExact(size * VALUES, buckets)]);
    Sums sums = new Sums(file);
    int at = 0;
    for (Track track : rows) {
      sums.enter(track);
      sums.advance(from);
      for (int bucket = 0; bucket < buckets; bucket++) {
        sums.subtractFrom(tile.values, at);
        sums.advance(tile.begin(bucket + 1));
        sums.addTo(tile.values, at);
        at += VALUES;
      }
    }
    return tile;
  }

  /** How many buckets each row has. */
  public int buckets() {
    return buckets;
  }

  /**
   * When a bucket begins, in nanoseconds on the trace's clock; of the number of buckets, the end.
   */
  public long begin(int bucket) {
    long width = to - from;
    return from + width / buckets * bucket + width % buckets * bucket / buckets;
  }

  /**
   * How long a track was in a state during a bucket, in nanoseconds; a proc that is idle is in
   * none.
   */
  public long time(int row, int bucket, SpanState state) {
    return values[at(row, bucket) + state.ordinal()];
  }

  /** How many spans of a track begin in a bucket. */
  public long spans(int row, int bucket) {
    return values[at(row, bucket) + STATES];
  }

  private int at(int row, int bucket) {
    if (bucket < 0 || bucket >= buckets) {
      throw new IndexOutOfBoundsException(
          "found bucket " + bucket + ", expected 0 to " + (buckets - 1));
    }
    return (row * buckets + bucket) * VALUES;
  }

  /** What a track added up to until a time that only grows. */
  private static final class Sums {
    private final TrackBlock block;
    private final long[] times = new long[StoreFormat.GAP + 1];
    private Track track;
    private int number;
    private int stride;
    private int span;
    private long count;
    // The part of the span in which the time lies.
    private int partState;
    private long part;
    private long partCount;

    Sums(StoreFile file) {
      block = new TrackBlock(file);
    }

    void enter(Track newTrack) {
      track = newTrack;
      number = -1;
      stride = 1;
      count = 0;
      part = 0;
      partCount = 0;
      Arrays.fill(times, 0);
    }

    void advance(long time) {
      part = 0;
      partCount = 0;
      // What begins at the time itself is not before it.
      if (track.blocks() == 0 || time <= track.begin()) {
        return;
      }
      if (number < 0 || (number + 1 < track.blocks() && track.blockBegin(number + 1) < time)) {
        if (number < 0) {
          load(track.blockAt(time - 1));
        } else {
          // As far as the time before was from the one before that, most likely.
          int from = number;
          load(track.blockAt(time - 1, from, from + stride));
          stride = number - from;
        }
      }
      while (span < block.size() && block.end(span) <= time && block.begin(span) < time) {
        int state = block.state(span);
        times[state] += block.end(span) - block.begin(span);
        count += state == StoreFormat.GAP ? 0 : 1;
        span++;
      }
      if (span < block.size() && block.begin(span) < time) {
        partState = block.state(span);
        part = time - block.begin(span);
        partCount = partState == StoreFormat.GAP ? 0 : 1;
      }
    }

    private void load(int newNumber) {
      number = newNumber;
      span = 0;
      block.load(track, number);
      long known = 0;
      for (int state = 1; state < STATES; state++) {
        times[state] = track.sumBefore(number, state);
        known += times[state];
      }
      times[0] = track.isProc() ? 0 : track.blockBegin(number) - track.begin() - known;
      count = track.countBefore(number);
    }

    void addTo(long[] values, int at) {
      for (int state = 0; state < STATES; state++) {
        values[at + state] += times[state];
      }
      values[at + STATES] += count + partCount;
      if (part != 0 && partState < STATES) {
        values[at + partState] += part;
      }
    }

    void subtractFrom(long[] values, int at) {
      for (int state = 0; state < STATES; state++) {
        values[at + state] -= times[state];
      }
      values[at + STATES] -= count + partCount;
      if (part != 0 && partState < STATES) {
        values[at + partState] -= part;
      }
    }
  }
}
