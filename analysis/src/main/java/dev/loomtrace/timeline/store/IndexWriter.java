package dev.loomtrace.timeline.store;

import static dev.loomtrace.timeline.store.StoreFormat.ENTRY_SIZE;
import static dev.loomtrace.timeline.store.StoreFormat.FAN_OUT_SHIFT;
import static dev.loomtrace.timeline.store.StoreFormat.INDEX_LONGEST;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Collects the entries of all blocks in the order in which the blocks are written, in a file of its
 * own, and puts those of each track together at last.
 */
final class IndexWriter implements Closeable {
  /** Numbers in an entry. */
  static final int NUMBERS = ENTRY_SIZE / Long.BYTES;

  private final FileOutput entries;
  private final Bytes record = new Bytes(ENTRY_SIZE + Long.BYTES);
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

  /** The next block of a track. */
  void add(int track, long[] entry) throws IOException {
    record.clear();
    record.int64(track);
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

  /** Where a track's entries begin; after {@link #place}. */
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
    long size = (long) blocks * ENTRY_SIZE;
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
    ByteBuffer buffer =
        ByteBuffer.allocateDirect((ENTRY_SIZE + Long.BYTES) << 12).order(ByteOrder.LITTLE_ENDIAN);
    long from = 0;
    for (long left = written; left > 0; ) {
      buffer.clear();
      while (buffer.hasRemaining() && from < written * (ENTRY_SIZE + Long.BYTES)) {
        from += entries.channel().read(buffer, from);
      }
      buffer.flip();
      for (; buffer.hasRemaining(); left--) {
        int track = (int) buffer.getLong();
        long at = positions[track] + (long) placed[track]++ * ENTRY_SIZE;
        for (int i = 0; i < NUMBERS; i++) {
          target.putLong(at + (long) i * Long.BYTES, buffer.getLong());
        }
      }
    }
    for (int i = 0; i < tracks; i++) {
      levels(target, positions[i], blocks[i]);
    }
  }

  private static void levels(Segments target, long position, int blocks) {
    long below = position + INDEX_LONGEST;
    int stride = ENTRY_SIZE;
    long level = position + (long) blocks * ENTRY_SIZE;
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
