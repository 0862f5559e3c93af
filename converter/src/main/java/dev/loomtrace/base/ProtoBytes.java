package dev.loomtrace.base;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes in the wire format of protocol buffers: fields of a message one after the other, each with
 * its number. Kept in memory until they are written or cleared.
 */
public final class ProtoBytes {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int LONGEST_VARINT = 10;

  private byte[] bytes;
  private int size;

  /** No bytes. */
  public ProtoBytes() {
    this(64);
  }

  /** No bytes, with room for so many. */
  public ProtoBytes(int capacity) {
    bytes = new byte[capacity];
  }

  /** How many bytes there are. */
  public int size() {
    return size;
  }

  /** No bytes again. */
  public void clear() {
    size = 0;
  }

  /** A number by itself, as an element of a packed field. */
  public void varint(long value) {
    reserve(LONGEST_VARINT);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** A field that holds a number; negative ones have ten bytes. */
  public void number(int field, long value) {
    tag(field, VARINT);
    varint(value);
  }

  /** A field that holds a number of eight bytes. */
  public void fixed64(int field, long value) {
    tag(field, FIXED_64);
    reserve(Long.BYTES);
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** A field that holds a text. */
  public void text(int field, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    tag(field, LENGTH_DELIMITED);
    varint(utf8.length);
    add(utf8, utf8.length);
  }

  /** A field that holds these bytes: a message, or the elements of a packed field. */
  public void bytes(int field, ProtoBytes content) {
    tag(field, LENGTH_DELIMITED);
    varint(content.size);
    add(content.bytes, content.size);
  }

  /** A packed field that holds the same number {@code count} times. */
  public void repeated(int field, int value, int count) {
    int start = begin(field);
    for (int i = 0; i < count; i++) {
      varint(value);
    }
    end(start);
  }

  /**
   * Begins a field that holds a message.
   *
   * @return to be handed to {@link #end} when its fields have been written
   */
  public int begin(int field) {
    tag(field, LENGTH_DELIMITED);
    reserve(1);
    size++; // Enough for most lengths; end() makes room for longer ones.
    return size;
  }

  /** Ends the field that was begun last. */
  public void end(int start) {
    int length = size - start;
    int more = (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(length | 1)) / 7;
    if (more > 0) {
      reserve(more);
      System.arraycopy(bytes, start, bytes, start + more, length);
    }
    size = start - 1;
    varint(length);
    size += length;
  }

  /** Writes the bytes to a stream, and keeps them. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  /** Fields as they are already encoded. */
  public void add(ProtoBytes fields) {
    add(fields.bytes, fields.size);
  }

  private void add(byte[] added, int length) {
    reserve(length);
    System.arraycopy(added, 0, bytes, size, length);
    size += length;
  }

  private void tag(int field, int type) {
    varint(((long) field << 3) | type);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
