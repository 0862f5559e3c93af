package dev.loomtrace.timeline.store;

import static dev.loomtrace.timeline.store.StoreFormat.ENTRY_SIZE;
import static dev.loomtrace.timeline.store.StoreFormat.TIMES_SIZE;
import static dev.loomtrace.timeline.store.StoreFormat.TRACK_BLOCKS;
import static dev.loomtrace.timeline.store.StoreFormat.TRACK_DATA;
import static dev.loomtrace.timeline.store.StoreFormat.TRACK_ID;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Collects the entries of tracks in the order in which they end, in a file of its own, and puts
 * them in the order of their ids at the end; those of one id stay in the order in which they ended.
 */
final class DirectoryWriter implements Closeable {
  // An entry, and one of TIMES.
  private static final int RECORD_SIZE = ENTRY_SIZE + TIMES_SIZE;

  private final FileOutput entries;
  private final IdOrder order = new IdOrder();
  private final Bytes entry = new Bytes(RECORD_SIZE);

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
    entry.int64(track.running());
    entry.int64(track.runnable());
    entry.int64(track.waiting());
    order.add(id);
    entries.write(entry.array(), RECORD_SIZE);
  }

  long timesSize() {
    return (long) order.size() * TIMES_SIZE;
  }

  /** Puts the entries where they belong. */
  void place(Segments target, long start, IndexWriter index) throws IOException {
    place(target, start, -1, index);
  }

  /** Puts the entries where they belong, and the times, unless they belong nowhere. */
  void place(Segments target, long start, long times, IndexWriter index) throws IOException {
    entries.flush();
    ByteBuffer buffer = ByteBuffer.allocateDirect(RECORD_SIZE << 12).order(ByteOrder.LITTLE_ENDIAN);
    long from = 0;
    long end = (long) order.size() * RECORD_SIZE;
    while (from < end) {
      buffer.clear();
      while (buffer.hasRemaining() && from < end) {
        from += entries.channel().read(buffer, from);
      }
      buffer.flip();
      for (int at = 0; at < buffer.limit(); at += RECORD_SIZE) {
        if (buffer.getInt(at + TRACK_BLOCKS) > 1) {
          buffer.putLong(at + TRACK_DATA, index.position((int) buffer.getLong(at + TRACK_DATA)));
        }
        long slot = order.slot(buffer.getLong(at + TRACK_ID));
        for (int i = 0; i < ENTRY_SIZE; i += Long.BYTES) {
          target.putLong(start + slot * ENTRY_SIZE + i, buffer.getLong(at + i));
        }
        for (int i = 0; times >= 0 && i < TIMES_SIZE; i += Long.BYTES) {
          target.putLong(times + slot * TIMES_SIZE + i, buffer.getLong(at + ENTRY_SIZE + i));
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    entries.close();
  }
}
