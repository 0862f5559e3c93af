package dev.loomtrace.timeline.store;

import static dev.loomtrace.timeline.store.StoreFormat.ENTRY_SIZE;
import static dev.loomtrace.timeline.store.StoreFormat.FAN_OUT_SHIFT;
import static dev.loomtrace.timeline.store.StoreFormat.INDEX_ENTRY_SIZE;
import static dev.loomtrace.timeline.store.StoreFormat.INDEX_LONGEST;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Collects the entries of all blocks in the order in which the blocks are written, in a file of its
 * own, and puts those of each track together at the end.
 */
final class IndexWriter implements Closeable {
  /** Numbers in an entry. */
  static final int NUMBERS = INDEX_ENTRY_SIZE / Long.BYTES;

  // Number of the track, time, entry.
  private static final int RECORD_SIZE = 2 * Long.BYTES + INDEX_ENTRY_SIZE;

  private final FileOutput entries;
  private final Bytes record = new Bytes(RECORD_SIZE);
  private int[] blocks = new int[16];
  private long[] positions = {};
  private int tracks;
  private long written;

  IndexWriter(FileChannel temporary) throws IOException {
    entries = new FileOutput(temporary);
  }

  /** The number of a further track. */
  int newTrack() {
    if (tracks == blocks.length) {
      blocks = Arrays.copyOf(blocks, tracks * 2);
    }
    return tracks++;
  }

  /**
   * The next block of a track.
   *
   * @param time by which it is found
   */
  void add(int track, long time, long[] entry) throws IOException {
    record.clear();
    record.int64(track);
    record.int64(time);
    for (int i = 0; i < NUMBERS; i++) {
      record.int64(entry[i]);
    }
    entries.write(record.array(), record.size());
    blocks[track]++;
    written++;
  }

  int blocks(int track) {
    return blocks[track];
  }

  /** Where a track's times, and then its entries, are; after {@link #place}. */
  long position(int track) {
    return positions[track];
  }

  /** Bytes that the index takes. */
  long size() {
    long size = 0;
    for (int i = 0; i < tracks; i++) {
      size += sizeOf(blocks[i]);
    }
    return size;
  }

  private static long sizeOf(int blocks) {
    long size = StoreFormat.indexEntries(0, blocks) + (long) blocks * INDEX_ENTRY_SIZE;
    int nodes = blocks;
    do {
      nodes = above(nodes);
      size += (long) nodes * Long.BYTES;
    } while (nodes > 1);
    return (size + ENTRY_SIZE - 1) & -ENTRY_SIZE;
  }

  /** Nodes of the level above one of so many. */
  static int above(int nodes) {
    return (nodes + (1 << FAN_OUT_SHIFT) - 1) >>> FAN_OUT_SHIFT;
  }

  /** Puts all entries where they belong, and the levels of longest spans above them. */
  void place(Segments target, long start) throws IOException {
    positions = new long[tracks];
    long next = start;
    for (int i = 0; i < tracks; i++) {
      positions[i] = next;
      next += sizeOf(blocks[i]);
    }
    entries.flush();
    int[] placed = new int[tracks];
    ByteBuffer buffer = ByteBuffer.allocateDirect(RECORD_SIZE << 12).order(ByteOrder.LITTLE_ENDIAN);
    long from = 0;
    for (long left = written; left > 0; ) {
      buffer.clear();
      while (buffer.hasRemaining() && from < written * RECORD_SIZE) {
        from += entries.channel().read(buffer, from);
      }
      buffer.flip();
      for (; buffer.hasRemaining(); left--) {
        int track = (int) buffer.getLong();
        int block = placed[track]++;
        target.putLong(positions[track] + (long) block * Long.BYTES, buffer.getLong());
        long at =
            StoreFormat.indexEntries(positions[track], blocks[track])
                + (long) block * INDEX_ENTRY_SIZE;
        for (int i = 0; i < NUMBERS; i++) {
          target.putLong(at + (long) i * Long.BYTES, buffer.getLong());
        }
      }
    }
    for (int i = 0; i < tracks; i++) {
      levels(target, StoreFormat.indexEntries(positions[i], blocks[i]), blocks[i]);
    }
  }

  private static void levels(Segments target, long firstEntry, int blocks) {
    long below = firstEntry + INDEX_LONGEST;
    int stride = INDEX_ENTRY_SIZE;
    long level = firstEntry + (long) blocks * INDEX_ENTRY_SIZE;
    int nodes = blocks;
    do {
      int count = above(nodes);
      for (int i = 0; i < count; i++) {
        long longest = 0;
        int end = Math.min(nodes, (i + 1) << FAN_OUT_SHIFT);
        for (int k = i << FAN_OUT_SHIFT; k < end; k++) {
          longest = Math.max(longest, target.getLong(below + (long) k * stride));
        }
        target.putLong(level + (long) i * Long.BYTES, longest);
      }
      below = level;
      stride = Long.BYTES;
      level += (long) count * Long.BYTES;
      nodes = count;
    } while (nodes > 1);
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
