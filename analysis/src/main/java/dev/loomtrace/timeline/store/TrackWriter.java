package dev.loomtrace.timeline.store;

import static dev.loomtrace.timeline.store.StoreFormat.BLOCK_SPANS;
import static dev.loomtrace.timeline.store.StoreFormat.GAP;
import static dev.loomtrace.timeline.store.StoreFormat.INDEX_BLOCK;
import static dev.loomtrace.timeline.store.StoreFormat.INDEX_COUNT;
import static dev.loomtrace.timeline.store.StoreFormat.INDEX_LONGEST;
import static dev.loomtrace.timeline.store.StoreFormat.INDEX_SUMS;

import dev.loomtrace.timeline.SpanState;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.UnsupportedTraceException;
import java.io.IOException;
import java.util.Arrays;

/**
 * The spans of one track that are in no block yet, and what the blocks before add up to. One lives
 * for each live thread, so all of it starts small.
 */
final class TrackWriter {
  private static final int BLOCK = INDEX_BLOCK / Long.BYTES;
  private static final int SUMS = INDEX_SUMS / Long.BYTES;
  private static final int COUNT = INDEX_COUNT / Long.BYTES;
  private static final int LONGEST = INDEX_LONGEST / Long.BYTES;

  private final Bytes heads = new Bytes(8);
  private final Bytes durations = new Bytes(16);
  private final Bytes details = new Bytes(32);
  // The entry of the block that is being filled; and the sums as they will be after it, from index
  // 1 on by the state's ordinal.
  private final long[] entry = new long[IndexWriter.NUMBERS];
  private final long[] sums = new long[GAP + 1];
  // Where the block that is being filled begins.
  private long blockBegin;
  private long begin;
  private long end;
  private long count;
  private int blocks;
  private int number;
  private long firstBlock;
  private long firstLongest;
  private long stoppedRunning;
  private long stoppedRunnable;

  /** Forgets all, for another track. */
  void clear() {
    heads.clear();
    durations.clear();
    details.clear();
    Arrays.fill(entry, 0);
    Arrays.fill(sums, 0);
    count = 0;
    blocks = 0;
    stoppedRunning = 0;
    stoppedRunnable = 0;
  }

  /** For so long of its last span the world was stopped. */
  void stopped(SpanState state, long nanos) {
    if (state == SpanState.RUNNING) {
      stoppedRunning += nanos;
    } else if (state == SpanState.RUNNABLE) {
      stoppedRunnable += nanos;
    }
  }

  /** How long it was running, without that in which the world was stopped. */
  long running() {
    return sums[SpanState.RUNNING.ordinal()] - stoppedRunning;
  }

  /** How long it was runnable, without that in which the world was stopped. */
  long runnable() {
    return sums[SpanState.RUNNABLE.ordinal()] - stoppedRunnable;
  }

  /** How long it waited, with or without its proc. */
  long waiting() {
    return sums[SpanState.WAITING.ordinal()] + sums[SpanState.PINNED.ordinal()];
  }

  boolean isEmpty() {
    return blocks == 0 && heads.size() == 0;
  }

  long begin() {
    return begin;
  }

  long end() {
    return end;
  }

  long count() {
    return count;
  }

  int blocks() {
    return blocks;
  }

  /** Position and length of the only block; if there are more, the number in the index. */
  long data() {
    return blocks > 1 ? number : firstBlock;
  }

  /**
   * Begins the next span, after a gap if it does not follow at once; what its head promises is to
   * be appended to the result.
   */
  Bytes add(int head, long spanBegin, long spanEnd, FileOutput out, IndexWriter index)
      throws IOException {
    if (isEmpty()) {
      begin = spanBegin;
      end = spanBegin;
      blockBegin = spanBegin;
    }
    if (spanBegin < end || spanEnd < spanBegin) {
      throw new IllegalArgumentException(
          "found a span from " + spanBegin + " to " + spanEnd + ", expected one after " + end);
    }
    if (spanBegin > end) {
      put(GAP, spanBegin, out, index);
    }
    put(head, spanEnd, out, index);
    return details;
  }

  private void put(int head, long spanEnd, FileOutput out, IndexWriter index) throws IOException {
    if (heads.size() == BLOCK_SPANS) {
      flush(out, index);
    }
    long duration = spanEnd - end;
    if (duration < 0) {
      throw new UnsupportedTraceException(
          MalformedTraceException.NO_OFFSET,
          "found a span from " + end + " to " + spanEnd + " ns, expected less than 292 years");
    }
    heads.octet(head);
    durations.number(duration);
    int state = head & StoreFormat.STATE_MASK;
    sums[state] += duration;
    if (state != GAP) {
      count++;
      entry[LONGEST] = Math.max(entry[LONGEST], duration);
    }
    end = spanEnd;
  }

  /** Writes what is in no block yet. */
  void flush(FileOutput out, IndexWriter index) throws IOException {
    if (heads.size() == 0) {
      return;
    }
    int length = 1 + heads.size() + durations.size() + details.size();
    entry[BLOCK] = out.position() << Short.SIZE | length;
    out.write(new byte[] {(byte) heads.size()}, 1);
    out.write(heads.array(), heads.size());
    out.write(durations.array(), durations.size());
    out.write(details.array(), details.size());
    heads.clear();
    durations.clear();
    details.clear();
    if (blocks == 0) {
      firstBlock = entry[BLOCK];
      firstLongest = entry[LONGEST];
    } else {
      if (blocks == 1) {
        number = index.newTrack();
        long[] first = new long[IndexWriter.NUMBERS];
        first[BLOCK] = firstBlock;
        first[LONGEST] = firstLongest;
        index.add(number, begin, first);
      }
      index.add(number, blockBegin, entry);
    }
    blocks++;
    blockBegin = end;
    System.arraycopy(sums, 1, entry, SUMS, COUNT - SUMS);
    entry[COUNT] = count;
    entry[LONGEST] = 0;
  }
}
