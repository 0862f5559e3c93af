package dev.loomtrace.timeline.store;

import static dev.loomtrace.timeline.store.StoreFormat.ENTRY_SIZE;
import static dev.loomtrace.timeline.store.StoreFormat.STOPPED_RUNNABLE;
import static dev.loomtrace.timeline.store.StoreFormat.STOPPED_RUNNING;
import static dev.loomtrace.timeline.store.StoreFormat.STOPPED_SIZE;
import static dev.loomtrace.timeline.store.StoreFormat.TRACK_BLOCKS;
import static dev.loomtrace.timeline.store.StoreFormat.TRACK_DATA;
import static dev.loomtrace.timeline.store.StoreFormat.TRACK_ID;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * Collects the entries of tracks in the order in which they end, in a file of its own, and puts
 * them in the order of their ids at the end; those of one id stay in the order in which they ended.
 */
final class DirectoryWriter implements Closeable {
  private final FileOutput entries;
  private final IdOrder order = new IdOrder();
  private final Bytes entry = new Bytes(ENTRY_SIZE);
  // Of some: number in the order in which they came, then the two times. Their slots, when known.
  private final Bytes stopped = new Bytes(STOPPED_SIZE);
  private int[] stoppedSlots = {};

  DirectoryWriter(FileChannel temporary) throws IOException {
    entries = new FileOutput(temporary);
  }

  long size() {
    return (long) order.size() * ENTRY_SIZE;
  }

  /** Adds the entry of a track that is complete. */
  void add(
      long id,
      long begin,
      long end,
      long creator,
      TrackWriter track,
      int name,
      int start,
      int flags)
      throws IOException {
    entry.clear();
    entry.int64(id);
    entry.int64(begin);
    entry.int64(end);
    entry.int64(creator);
    // The place of one with several blocks is its number in the index until that has its own.
    entry.int64(track.data());
    entry.int64(track.count());
    entry.int32(track.blocks());
    entry.int32(name);
    entry.int32(start);
    entry.int32(flags);
    if (track.stoppedRunning() != 0 || track.stoppedRunnable() != 0) {
      stopped.int64(order.size());
      stopped.int64(track.stoppedRunning());
      stopped.int64(track.stoppedRunnable());
    }
    order.add(id);
    entries.write(entry.array(), ENTRY_SIZE);
  }

  void place(Segments target, long start, IndexWriter index) throws IOException {
    entries.flush();
    ByteBuffer buffer = ByteBuffer.allocateDirect(ENTRY_SIZE << 12).order(ByteOrder.LITTLE_ENDIAN);
    stoppedSlots = new int[stopped.size() / STOPPED_SIZE];
    int nextStopped = 0;
    long number = 0;
    long from = 0;
    long end = size();
    while (from < end) {
      buffer.clear();
      while (buffer.hasRemaining() && from < end) {
        from += entries.channel().read(buffer, from);
      }
      buffer.flip();
      for (int at = 0; at < buffer.limit(); at += ENTRY_SIZE) {
        if (buffer.getInt(at + TRACK_BLOCKS) > 1) {
          buffer.putLong(at + TRACK_DATA, index.position((int) buffer.getLong(at + TRACK_DATA)));
        }
        int slot = order.slot(buffer.getLong(at + TRACK_ID));
        if (nextStopped < stoppedSlots.length
            && LittleEndian.getLong(stopped.array(), nextStopped * STOPPED_SIZE) == number) {
          stoppedSlots[nextStopped++] = slot;
        }
        number++;
        for (int i = 0; i < ENTRY_SIZE; i += Long.BYTES) {
          target.putLong(start + (long) slot * ENTRY_SIZE + i, buffer.getLong(at + i));
        }
      }
    }
  }

  /** How long the world was stopped for those for which it was, by slot; after {@link #place}. */
  Bytes stopped() {
    long[] bySlot = new long[stoppedSlots.length];
    Arrays.setAll(bySlot, i -> (long) stoppedSlots[i] << Integer.SIZE | i);
    Arrays.sort(bySlot);
    Bytes sorted = new Bytes(stopped.size());
    for (long slot : bySlot) {
      int at = (int) slot * STOPPED_SIZE;
      sorted.int64(slot >>> Integer.SIZE);
      sorted.int64(LittleEndian.getLong(stopped.array(), at + STOPPED_RUNNING));
      sorted.int64(LittleEndian.getLong(stopped.array(), at + STOPPED_RUNNABLE));
    }
    return sorted;
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
