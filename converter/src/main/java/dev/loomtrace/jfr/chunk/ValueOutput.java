package dev.loomtrace.jfr.chunk;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Values in JFR's encodings, one after the other: what {@link ChunkBytes} reads. Grows as needed
 * and is used again and again.
 */
public final class ValueOutput {
  private static final int NUMBER_BYTES = 9;
  private static final int FIRST = 256;
  private static final int BITS_OF_A_WORD = 56;
  private static final long MORE = 0x8080808080808080L;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] bytes = new byte[FIRST];
  private int size;
  private int values;

  ValueOutput() {}

  /**
   * Encodes values that are to be written more than once, by {@link #encoded}.
   *
   * @param writer writes them
   */
  public static EncodedValues encode(Consumer<ValueOutput> writer) {
    ValueOutput out = new ValueOutput();
    writer.accept(out);
    // Not less than a word, which is copied as one.
    byte[] octets = Arrays.copyOf(out.bytes, Math.max(out.size, Long.BYTES));
    return new EncodedValues(octets, out.size, out.values);
  }

  /**
   * A {@code char}, {@code short}, {@code int} or {@code long}, or the key of an entry in a pool:
   * seven bits a byte, the lowest first, eight in a ninth one. Negative numbers take nine bytes.
   */
  public ValueOutput number(long value) {
    values++;
    raw(value);
    return this;
  }

  /** Three numbers, one after the other. */
  public ValueOutput numbers(long first, long second, long third) {
    ensure(3 * NUMBER_BYTES);
    byte[] to = bytes;
    int at = put(to, size, first);
    at = put(to, at, second);
    size = put(to, at, third);
    values += 3;
    return this;
  }

  /** Six numbers, one after the other. */
  public ValueOutput numbers(
      long first, long second, long third, long fourth, long fifth, long sixth) {
    ensure(6 * NUMBER_BYTES);
    byte[] to = bytes;
    int at = put(to, size, first);
    at = put(to, at, second);
    at = put(to, at, third);
    at = put(to, at, fourth);
    at = put(to, at, fifth);
    size = put(to, at, sixth);
    values += 6;
    return this;
  }

  /** Values that were encoded before. */
  public ValueOutput encoded(EncodedValues before) {
    values += before.values();
    byte[] octets = before.octets();
    if (octets.length == Long.BYTES) {
      ensure(Long.BYTES);
      WORD.set(bytes, size, (long) WORD.get(octets, 0));
      size += before.size();
    } else {
      raw(octets, before.size());
    }
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
    } else if (isAscii(text)) {
      int length = text.length();
      rawOctet(ChunkBytes.STRING_UTF8);
      raw(length);
      ensure(length);
      for (int i = 0; i < length; i++) {
        bytes[size + i] = (byte) text.charAt(i);
      }
      size += length;
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

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
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

  /** Writes into an array from its begin on, or into a larger one if it is full: {@link #bytes}. */
  void into(byte[] block) {
    bytes = block;
    size = 0;
    values = 0;
  }

  /** The array that is written into. */
  byte[] bytes() {
    return bytes;
  }

  /** Bytes for which the array has room. */
  int room() {
    return bytes.length - size;
  }

  int size() {
    return size;
  }

  /**
   * How many values were written since the event or the output began, each element of an array
   * being one.
   */
  int values() {
    return values;
  }

  void raw(long value) {
    ensure(NUMBER_BYTES);
    size = put(bytes, size, value);
  }

  /** Writes a number and returns where it ends. */
  private static int put(byte[] to, int at, long value) {
    if ((value & ~0x7fL) == 0) {
      to[at] = (byte) value;
      return at + 1;
    }
    // Two groups of 28 bits, each of two of 14, each of two of seven: without a branch for each
    // byte, since processors guess wrong how many there are.
    long word = (value & 0xfffffffL) | (value & 0xfffffff0000000L) << 4;
    word = (word & 0x00003fff00003fffL) | (word & 0x0fffc0000fffc000L) << 2;
    word = (word & 0x007f007f007f007fL) | (word & 0x3f803f803f803f80L) << 1;
    if (value >>> BITS_OF_A_WORD != 0) {
      WORD.set(to, at, word | MORE);
      to[at + Long.BYTES] = (byte) (value >>> BITS_OF_A_WORD);
      return at + NUMBER_BYTES;
    }
    int last = (Long.SIZE - 1 - Long.numberOfLeadingZeros(word)) & -Byte.SIZE;
    WORD.set(to, at, word | (MORE & ((1L << last) - 1)));
    return at + (last >>> 3) + 1;
  }

  /** Begins an event that is to have a size of one byte: that, to be set later, and its type. */
  void beginEvent(int type) {
    values = 0;
    ensure(1 + NUMBER_BYTES);
    bytes[size] = 0;
    size = put(bytes, size + 1, type);
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

  /** Values that another output has between two positions. */
  void values(ValueOutput from, int begin, int end, int count) {
    values += count;
    ensure(end - begin);
    System.arraycopy(from.bytes, begin, bytes, size, end - begin);
    size += end - begin;
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

  /** Sets a byte that was written. */
  void octetAt(int at, int value) {
    bytes[at] = (byte) value;
  }

  /** Puts a {@link #padded} number in the place of some bytes; what is behind them moves. */
  void paddedAt(int at, int replaced, long value, int length) {
    int end = size;
    ensure(length - replaced);
    System.arraycopy(bytes, at + replaced, bytes, at + length, end - at - replaced);
    size = at;
    padded(value, length);
    size = end + length - replaced;
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
