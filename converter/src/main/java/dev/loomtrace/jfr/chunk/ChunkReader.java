package dev.loomtrace.jfr.chunk;

import dev.loomtrace.trace.MalformedTraceException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads a JFR file chunk by chunk, each whole into memory, from any stream. A chunk that its JVM
 * did not finish is read up to its last flush; one that was never flushed has nothing to read.
 */
public final class ChunkReader implements Closeable {
  private static final int MAX_TRUSTED = 1 << 20;
  private static final int MAX_CHUNK = Integer.MAX_VALUE - 8;

  // Streams of files take memory outside of the heap for as much as is read at a time.
  private static final int BLOCK = 1 << 17;

  private final InputStream in;
  private byte[] all = {}; // Taken again for the next chunk: to clear it takes time, too.
  private long offset;
  private boolean last;
  private Chunk peeked;
  private IOException peekFailure;

  /** A reader of a stream, which is closed with it. */
  public ChunkReader(InputStream in) {
    this.in = in;
  }

  /**
   * The first chunk, which {@link #next} gives once more. To be called before anything else.
   *
   * @return null if there is none, or if it cannot be read, which {@link #next} tells
   */
  public Chunk peek() {
    try {
      peeked = read();
    } catch (IOException e) {
      peekFailure = e;
    }
    return peeked;
  }

  /**
   * Reads the next chunk. Nothing can be read from the one before any more.
   *
   * @return null if there is none
   * @throws MalformedTraceException if what follows is no chunk, or less than one
   */
  public Chunk next() throws IOException {
    if (peekFailure != null) {
      IOException failure = peekFailure;
      peekFailure = null;
      throw failure;
    }
    Chunk chunk = peeked == null ? read() : peeked;
    peeked = null;
    if (chunk != null) {
      offset += chunk.header().size();
    }
    return chunk;
  }

  private Chunk read() throws IOException {
    if (last) {
      return null;
    }
    byte[] head = in.readNBytes(ChunkHeader.SIZE);
    if (head.length == 0) {
      return null;
    }
    if (head.length < ChunkHeader.SIZE) {
      throw MalformedTraceException.at(
          offset + head.length,
          "JFR chunk",
          "the file ends after " + head.length + " of a header's 68 bytes");
    }
    ChunkHeader header = ChunkHeader.read(new ChunkBytes(head, head.length, offset));
    if (header.size() < ChunkHeader.SIZE || header.size() > MAX_CHUNK) {
      throw MalformedTraceException.at(
          offset + 8, "JFR chunk", "a chunk of " + header.size() + " bytes");
    }
    if (header.metadata() == 0 && !header.finished()) {
      last = true; // Begun and never flushed, so it is the last one.
      return null;
    }
    int wanted = (int) header.size();
    if (all.length < Math.min(wanted, trusted())) {
      all = new byte[(int) Math.min(wanted, trusted())];
    }
    System.arraycopy(head, 0, all, 0, head.length);
    int size = head.length;
    while (size < wanted) {
      if (size == all.length) {
        all = Arrays.copyOf(all, (int) Math.min(wanted, 2L * size));
      }
      int n = in.readNBytes(all, size, Math.min(Math.min(all.length, wanted) - size, BLOCK));
      if (n == 0) {
        break;
      }
      size += n;
    }
    if (size < header.size()) {
      throw MalformedTraceException.at(
          offset + size,
          "JFR chunk",
          "the file ends after " + size + " of the chunk's " + header.size() + " bytes");
    }
    Chunk chunk = new Chunk(header, new ChunkBytes(all, size, offset));
    last = !header.finished(); // What follows its last flush is no chunk.
    return chunk;
  }

  // A header may promise more than there is: nothing large is taken on trust.
  private long trusted() throws IOException {
    return Math.max(MAX_TRUSTED, (long) ChunkHeader.SIZE + in.available());
  }

  /** Where the next chunk begins, from the stream's start. */
  public long offset() {
    return offset;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
