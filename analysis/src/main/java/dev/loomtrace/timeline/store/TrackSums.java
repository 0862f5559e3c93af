package dev.loomtrace.timeline.store;

import java.util.Arrays;

/**
 * What a track added up to until a time that only grows. The index says it of where a block begins;
 * of the block itself the spans before that time are decoded, and nothing else. For one thread at a
 * time.
 */
final class TrackSums {
  /** Numbers of a sum: time in each state by its ordinal, then the spans that have begun. */
  static final int VALUES = StoreFormat.STATES + 1;

  private static final int COUNT = StoreFormat.STATES;
  private static final int LONGEST_VARINT = 10;

  // What is looked at of nearly all blocks; the details that follow the durations are not needed.
  private static final int FIRST_BYTES = 1 + StoreFormat.BLOCK_SPANS * 4;

  private final StoreFile file;
  private final ByteCursor in = new ByteCursor();
  private final byte[] entry = new byte[StoreFormat.INDEX_ENTRY_SIZE];
  private byte[] bytes = new byte[1024];
  // Until the start of the span; gaps after the values that are handed out.
  private final long[] sums = new long[StoreFormat.GAP + 1];
  private Track track;
  private int number;
  private int stride;
  private long place;
  private int length;
  private int copied;
  private int size;
  private int span;
  private long begin;
  private long end;

  TrackSums(StoreFile file) {
    this.file = file;
  }

  /** Before all spans of a track that has some. */
  void enter(Track newTrack) {
    track = newTrack;
    number = -1;
    stride = 1;
    size = 0;
    span = 0;
    Arrays.fill(sums, 0);
  }

  /**
   * Goes on to a time, and says what was before it: what begins at the time itself is not.
   *
   * @param target gets {@link #VALUES} numbers
   */
  void until(long time, long[] target) {
    if (time > track.begin()) {
      if (number < 0) {
        load(track.blockAt(time - 1));
      } else if (number + 1 < track.blocks() && track.blockBegin(number + 1) < time) {
        int from = number;
        load(track.blockAt(time - 1, from, guess(time)));
        stride = number - from;
      }
      pass(time);
    }
    System.arraycopy(sums, 0, target, 0, VALUES);
    if (span < size && begin < time) {
      int state = bytes[1 + span] & StoreFormat.STATE_MASK;
      if (state != StoreFormat.GAP) {
        target[state] += time - begin;
        target[COUNT]++;
      }
    }
  }

  /** Which block it may be: as far as the one before was, then corrected by how long they are. */
  private int guess(long time) {
    int near = Math.min(number + stride, track.blocks() - 1);
    long here = track.blockBegin(number);
    long there = track.blockBegin(near);
    double blocks = (near - number) * ((double) (time - here) / (double) (there - here));
    return blocks < track.blocks() ? number + (int) blocks : near;
  }

  private void load(int newNumber) {
    number = newNumber;
    span = 0;
    begin = track.blockBegin(number);
    place = track.block(number);
    length = (int) place & 0xffff;
    if (length > bytes.length) {
      bytes = new byte[length];
    }
    copied = Math.min(length, FIRST_BYTES);
    file.get(place >>> Short.SIZE, bytes, copied);
    size = bytes[0];
    in.reset(bytes, 1 + size);
    end = begin + duration();
    Arrays.fill(sums, 0);
    if (number > 0) {
      file.get(track.indexEntry(number), entry, entry.length);
      long known = 0;
      for (int state = 1; state < StoreFormat.STATES; state++) {
        sums[state] =
            LittleEndian.getLong(entry, StoreFormat.INDEX_SUMS + (state - 1) * Long.BYTES);
        known += sums[state];
      }
      sums[0] = track.isProc() ? 0 : begin - track.begin() - known;
      sums[COUNT] = LittleEndian.getLong(entry, StoreFormat.INDEX_COUNT);
    }
  }

  private void pass(long time) {
    while (span < size && end <= time && begin < time) {
      int state = bytes[1 + span] & StoreFormat.STATE_MASK;
      sums[state] += end - begin;
      sums[COUNT] += state == StoreFormat.GAP ? 0 : 1;
      begin = end;
      span++;
      if (span < size) {
        end += duration();
      }
    }
  }

  private long duration() {
    if (in.position() + LONGEST_VARINT > copied && copied < length) {
      file.get(place >>> Short.SIZE, bytes, length);
      copied = length;
    }
    return in.number();
  }
}
