package dev.loomtrace.jfr.chunk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Values in JFR's encodings, one after the other: what {@link ChunkBytes} reads. Grows as needed
 * and is used again and again.
 */
public final class ValueOutput {
  private static final int NUMBER_BYTES = 9;
  private static final int FIRST = 256;

  private byte[] bytes = new byte[FIRST];
  private int size;
  private int values;

  ValueOutput() {}

  /**
   * A {@code char}, {@code short}, {@code int} or {@code long}, or the key of an entry in a pool:
   * seven bits a byte, the lowest first, eight in a ninth one. Negative numbers take nine bytes.
   */
  public ValueOutput number(long value) {
    values++;
    raw(value);
    return this;
  }

  /** A {@code byte}. */
  public ValueOutput octet(int value) {
    values++;
    rawOctet(value);
    return this;
  }

  /** A {@code boolean}. */
  public ValueOutput truth(boolean value) {
    return octet(value ? 1 : 0);
  }

  /** A {@code float}. */
  public ValueOutput decimal(float value) {
    values++;
    fixed(Float.floatToRawIntBits(value) & 0xffffffffL, Float.BYTES);
    return this;
  }

  /** A {@code double}. */
  public ValueOutput decimal(double value) {
    values++;
    fixed(Double.doubleToRawLongBits(value), Double.BYTES);
    return this;
  }

  /** The number of elements of an array, which follow. */
  public ValueOutput count(int elements) {
    return number(elements);
  }

  /** A text in the pool of strings, by its key; 0: null. */
  public ValueOutput pooledText(long key) {
    values++;
    if (key == 0) {
      rawOctet(ChunkBytes.STRING_NULL);
    } else {
      rawOctet(ChunkBytes.STRING_POOL);
      raw(key);
    }
    return this;
  }

  /** A text in place; may be null. Every {@code char} is kept, lone surrogates too. */
  public ValueOutput text(String text) {
    values++;
    if (text == null) {
      rawOctet(ChunkBytes.STRING_NULL);
    } else if (text.isEmpty()) {
      rawOctet(ChunkBytes.STRING_EMPTY);
    } else if (isUnicode(text)) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      rawOctet(ChunkBytes.STRING_UTF8);
      raw(utf8.length);
      raw(utf8, utf8.length);
    } else {
      rawOctet(ChunkBytes.STRING_CHARS);
      raw(text.length());
      for (int i = 0; i < text.length(); i++) {
        raw(text.charAt(i));
      }
    }
    return this;
  }

  // UTF-8 has no bytes for half of a surrogate pair.
  private static boolean isUnicode(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  // What follows counts no values.

  void clear() {
    size = 0;
    values = 0;
  }

  int size() {
    return size;
  }

  /** How many values were written since {@link #clear}, each element of an array being one. */
  int values() {
    return values;
  }

  void raw(long value) {
    ensure(NUMBER_BYTES);
    byte[] to = bytes;
    int at = size;
    long rest = value;
    for (int i = 0; i < NUMBER_BYTES - 1; i++) {
      if ((rest & ~0x7fL) == 0) {
        break;
      }
      to[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    to[at++] = (byte) rest;
    size = at;
  }

  void rawOctet(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  void raw(byte[] from, int length) {
    ensure(length);
    System.arraycopy(from, 0, bytes, size, length);
    size += length;
  }

  void raw(ValueOutput from) {
    raw(from.bytes, from.size);
  }

  /** A number in so many bytes, the highest first. */
  void fixed(long value, int length) {
    ensure(length);
    for (int i = length - 1; i >= 0; i--) {
      bytes[size++] = (byte) (value >>> (8 * i));
    }
  }

  /** A number in so many bytes, whatever its value: for what is written before it is known. */
  void padded(long value, int length) {
    ensure(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) (((value >>> (7 * i)) & 0x7f) | (i < length - 1 ? 0x80 : 0));
    }
  }

  /** Copies what has been written. */
  void copyTo(int from, byte[] to, int at, int length) {
    System.arraycopy(bytes, from, to, at, length);
  }

  void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
    }
  }
}
