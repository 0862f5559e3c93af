package dev.loomtrace.truth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A recording's chunks, of which a flight recorder keeps the last ones. */
final class Chunks {
  private static final int SIZE = 8;
  private static final int START_NANOS = 32;

  private record Chunk(int begin, int end, long startNanos) {}

  private final byte[] bytes;
  private final List<Chunk> chunks = new ArrayList<>();

  private Chunks(byte[] bytes) {
    this.bytes = bytes;
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    int at = 0;
    while (at < bytes.length) {
      int end = at + (int) buffer.getLong(at + SIZE);
      chunks.add(new Chunk(at, end, buffer.getLong(at + START_NANOS)));
      at = end;
    }
  }

  static Chunks of(Path recording) throws IOException {
    return new Chunks(Files.readAllBytes(recording));
  }

  /** The first chunk that began at or after a time of day in nanoseconds. */
  int after(long dayNanos) {
    for (int i = 0; i < chunks.size(); i++) {
      if (chunks.get(i).startNanos >= dayNanos) {
        return i;
      }
    }
    throw new IllegalStateException("no chunk began after " + dayNanos);
  }

  /** When a chunk began: the time of day in nanoseconds. */
  long began(int chunk) {
    return chunks.get(chunk).startNanos;
  }

  /** Writes some chunks in a row into a file. */
  void write(int first, int last, Path file) throws IOException {
    Files.write(file, Arrays.copyOfRange(bytes, chunks.get(first).begin, chunks.get(last).end));
  }
}
