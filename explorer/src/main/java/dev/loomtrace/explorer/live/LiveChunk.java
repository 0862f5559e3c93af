package dev.loomtrace.explorer.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A chunk of a JFR recording as its file was at a moment. One that is being written grows later,
 * and its header becomes another one; what was flushed before that moment stays. Immutable.
 *
 * @param file where it is
 * @param offset where it begins in that file
 * @param size bytes, header included; of one that is being written, up to the last flush
 * @param begin wall clock, in nanoseconds since 1970
 * @param end the same; of one that is being written, when it was last flushed
 * @param finished whether the JVM has finished it
 * @param usable whether all of these bytes are there, and enough of them to be read
 * @param header its first bytes, as they were
 */
record LiveChunk(
    Path file,
    long offset,
    long size,
    long begin,
    long end,
    boolean finished,
    boolean usable,
    ByteBuffer header) {
  // See the description of dev.loomtrace.jfr.chunk.
  private static final int HEADER = 68;
  private static final int MAGIC = 0x464c5200;
  private static final int SIZE_AT = 8;
  private static final int METADATA_AT = 24;
  private static final int BEGIN_AT = 32;
  private static final int DURATION_AT = 40;
  private static final int STATE_AT = 64;
  private static final byte FINISHED = 0;
  private static final byte BEING_WRITTEN = (byte) 255;
  private static final int ATTEMPTS = 50;
  private static final long PAUSE_MILLIS = 2;

  /**
   * The chunks of a file, in their order; none if it does not begin with one. What follows the last
   * one that is whole or being written is no chunk.
   *
   * @throws IOException if the file cannot be read, or is no longer there
   */
  static List<LiveChunk> of(Path file) throws IOException {
    List<LiveChunk> chunks = new ArrayList<>();
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      long offset = 0;
      while (offset < in.size()) {
        LiveChunk chunk = at(file, in, offset);
        if (chunk == null) {
          break;
        }
        chunks.add(chunk);
        if (!chunk.usable || !chunk.finished) {
          break;
        }
        offset += chunk.size;
      }
    }
    return chunks;
  }

  private static LiveChunk at(Path file, FileChannel in, long offset) throws IOException {
    ByteBuffer header = settled(in, offset);
    if (header.limit() < HEADER || header.getInt(0) != MAGIC) {
      return null;
    }
    long size = header.getLong(SIZE_AT);
    long begin = header.getLong(BEGIN_AT);
    boolean finished = header.get(STATE_AT) == FINISHED;
    boolean whole = size >= HEADER && size <= in.size() - offset;
    boolean flushed = header.getLong(METADATA_AT) > 0 && header.get(STATE_AT) != BEING_WRITTEN;
    return new LiveChunk(
        file,
        offset,
        size,
        begin,
        begin + header.getLong(DURATION_AT),
        finished,
        whole && flushed,
        header.asReadOnlyBuffer());
  }

  /** A header that nobody was changing while it was read. */
  private static ByteBuffer settled(FileChannel in, long offset) throws IOException {
    ByteBuffer before = header(in, offset);
    for (int i = 0; i < ATTEMPTS; i++) {
      ByteBuffer now = header(in, offset);
      if (now.equals(before) && (now.limit() < HEADER || now.get(STATE_AT) != BEING_WRITTEN)) {
        break;
      }
      before = now;
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    return before;
  }

  private static ByteBuffer header(FileChannel in, long offset) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(HEADER);
    long at = offset;
    while (bytes.hasRemaining()) {
      int n = in.read(bytes, at);
      if (n < 0) {
        break;
      }
      at += n;
    }
    return bytes.flip();
  }

  /**
   * Writes it, as it was, to the end of a file.
   *
   * @throws IOException if its file is gone, or shorter than it was
   */
  void copyTo(FileChannel out) throws IOException {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer first = header.duplicate();
      while (first.hasRemaining()) {
        out.write(first);
      }
      long at = offset + HEADER;
      long end = offset + size;
      while (at < end) {
        long n = in.transferTo(at, end - at, out);
        if (n <= 0) {
          throw new IOException(file + " has become shorter while it was read");
        }
        at += n;
      }
    }
  }
}
