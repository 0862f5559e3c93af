package dev.loomtrace.e2e;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording's bytes, to be spoiled in place: chunks, their events, and the times of these. Knows
 * only the frame of the format: a chunk's header, and that an event begins with its size, its type
 * and its start time, all numbers of 7 bits a byte.
 */
final class RecordingBytes {
  private static final int MAGIC = 0x464c5200;
  private static final int HEADER = 68;
  private static final int SIZE = 8;
  private static final int CHECKPOINT = 16;
  private static final int METADATA = 24;
  private static final int STATE = 64;
  private static final int RESERVED_TYPES = 1; // Metadata is 0, constant pools are 1.

  /** A chunk: where it begins in the file, and its size. */
  record Chunk(int begin, int size) {
    int end() {
      return begin + size;
    }
  }

  /** An event: where it begins in the file, its size, and its type's id. */
  record Event(int begin, int size, long type) {
    boolean isReserved() {
      return type <= RESERVED_TYPES;
    }
  }

  private final byte[] bytes;
  private final ByteBuffer buffer;
  private int position;

  RecordingBytes(byte[] bytes) {
    this.bytes = bytes.clone();
    buffer = ByteBuffer.wrap(this.bytes);
  }

  static RecordingBytes of(Path recording) throws IOException {
    return new RecordingBytes(Files.readAllBytes(recording));
  }

  /** The bytes as they are now. */
  byte[] bytes() {
    return bytes.clone();
  }

  /** Its chunks, in order. */
  List<Chunk> chunks() {
    List<Chunk> chunks = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      if (buffer.getInt(at) != MAGIC) {
        throw new IllegalStateException("no chunk at " + at);
      }
      chunks.add(new Chunk(at, (int) buffer.getLong(at + SIZE)));
      at = chunks.getLast().end();
    }
    return chunks;
  }

  /** All that lies in a chunk behind its header, metadata and constant pools included. */
  List<Event> events(Chunk chunk) {
    List<Event> events = new ArrayList<>();
    int at = chunk.begin() + HEADER;
    while (at < chunk.end()) {
      position = at;
      int size = (int) number();
      events.add(new Event(at, size, number()));
      at += size;
    }
    return events;
  }

  /** Where a chunk's metadata and its last constant pools begin. */
  List<Integer> pillars(Chunk chunk) {
    return List.of(
        chunk.begin() + (int) buffer.getLong(chunk.begin() + METADATA),
        chunk.begin() + (int) buffer.getLong(chunk.begin() + CHECKPOINT));
  }

  /** Takes an event out: makes it one of those that readers of events pass over. */
  void drop(Event event) {
    position = event.begin();
    number();
    write(0);
  }

  /** Moves an event's start by this many ticks; an event with a duration ends later too. */
  void shift(Event event, long ticks) {
    position = event.begin();
    number();
    number();
    int begin = position;
    long start = number();
    position = begin;
    write(start + ticks);
  }

  /**
   * The bytes up to an end within a chunk, as they lie on the disk when the JVM is killed just when
   * it has flushed so much.
   */
  byte[] killedAt(Chunk chunk, int end) {
    byte[] cut = new byte[end];
    System.arraycopy(bytes, 0, cut, 0, end);
    ByteBuffer header = ByteBuffer.wrap(cut);
    header.putLong(chunk.begin() + SIZE, end - chunk.begin());
    cut[chunk.begin() + STATE] = 1;
    return cut;
  }

  private long number() {
    long value = 0;
    for (int shift = 0; shift < 56; shift += 7) {
      byte next = bytes[position++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    return value | ((bytes[position++] & 0xffL) << 56);
  }

  // In as many bytes as the number there has.
  private void write(long value) {
    long rest = value;
    boolean more = bytes[position] < 0;
    while (more) {
      more = bytes[position + 1] < 0;
      bytes[position++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    if (rest > 0x7f) {
      throw new IllegalArgumentException(value + " needs more bytes than there are");
    }
    bytes[position] = (byte) rest;
  }
}
