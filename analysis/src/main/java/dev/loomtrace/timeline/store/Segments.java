package dev.loomtrace.timeline.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32C;

/**
 * A part of a file in memory, in segments, since one map of Java's reaches 2 GB. Numbers lie at
 * multiples of their size. Reading is for any number of threads.
 */
final class Segments {
  private static final int SHIFT = 30;
  private static final int MASK = (1 << SHIFT) - 1;

  private final long start;
  private final MappedByteBuffer[] segments;

  /**
   * Maps a part of a file.
   *
   * @param start a multiple of 8
   */
  Segments(FileChannel file, FileChannel.MapMode mode, long start, long length) throws IOException {
    this.start = start;
    segments = new MappedByteBuffer[(int) ((length + MASK) >>> SHIFT)];
    for (int i = 0; i < segments.length; i++) {
      long offset = (long) i << SHIFT;
      segments[i] = file.map(mode, start + offset, Math.min(length - offset, 1L << SHIFT));
      segments[i].order(ByteOrder.LITTLE_ENDIAN);
    }
  }

  long getLong(long position) {
    long offset = position - start;
    return segments[(int) (offset >>> SHIFT)].getLong((int) offset & MASK);
  }

  void putLong(long position, long value) {
    long offset = position - start;
    segments[(int) (offset >>> SHIFT)].putLong((int) offset & MASK, value);
  }

  int getInt(long position) {
    long offset = position - start;
    return segments[(int) (offset >>> SHIFT)].getInt((int) offset & MASK);
  }

  void get(long position, byte[] target, int length) {
    int done = 0;
    while (done < length) {
      long offset = position - start + done;
      ByteBuffer segment = segments[(int) (offset >>> SHIFT)];
      int within = (int) offset & MASK;
      int part = Math.min(length - done, segment.capacity() - within);
      segment.get(within, target, done, part);
      done += part;
    }
  }

  /** The CRC-32C of a stretch that lies within one segment. */
  int checksum(long position, int length) {
    long offset = position - start;
    CRC32C sum = new CRC32C();
    sum.update(segments[(int) (offset >>> SHIFT)].slice((int) offset & MASK, length));
    return (int) sum.getValue();
  }

  void force() {
    for (MappedByteBuffer segment : segments) {
      segment.force();
    }
  }
}
