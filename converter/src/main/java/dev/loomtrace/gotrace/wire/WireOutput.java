package dev.loomtrace.gotrace.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** A growing buffer of bytes and of Go's variable-length numbers. */
public final class WireOutput {
  /** Most bytes that {@link #number} writes: seven bits each, all 64 bits in ten bytes. */
  public static final int MAX_NUMBER_SIZE = 10;

  private byte[] bytes;
  private int size;

  /** An empty one. */
  public WireOutput() {
    bytes = new byte[64];
  }

  /** Number of bytes in it. */
  public int size() {
    return size;
  }

  /** Forgets what is in it. */
  public void clear() {
    size = 0;
  }

  /** Appends a byte. */
  public void octet(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
  }

  /** Appends an unsigned number: little-endian, seven bits a byte, the high bit means more. */
  public void number(long value) {
    reserve(MAX_NUMBER_SIZE);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Appends an unsigned number in at least {@code width} bytes, as if it had more digits. */
  public void number(long value, int width) {
    reserve(MAX_NUMBER_SIZE);
    long rest = value;
    int end = size + width;
    while ((rest & ~0x7fL) != 0 || size < end - 1) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Number of bytes that {@link #number(long)} writes. */
  public static int sizeOf(long number) {
    return Math.max(1, (Long.SIZE + 6 - Long.numberOfLeadingZeros(number)) / 7);
  }

  /** Appends bytes. */
  public void bytes(byte[] data) {
    reserve(data.length);
    System.arraycopy(data, 0, bytes, size, data.length);
    size += data.length;
  }

  /** Appends the first {@code length} of these bytes. */
  public void bytes(byte[] data, int length) {
    reserve(length);
    System.arraycopy(data, 0, bytes, size, length);
    size += length;
  }

  /** Appends what is in another one. */
  public void append(WireOutput other) {
    reserve(other.size);
    System.arraycopy(other.bytes, 0, bytes, size, other.size);
    size += other.size;
  }

  /** Writes what is in it. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
