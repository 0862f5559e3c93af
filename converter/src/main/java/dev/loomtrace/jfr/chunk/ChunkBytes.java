package dev.loomtrace.jfr.chunk;

import dev.loomtrace.trace.MalformedTraceException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a chunk, with JFR's encodings: numbers of up to nine bytes (seven bits in each of
 * the first eight, all eight in the last), strings of six kinds. Every read is checked against the
 * end.
 */
final class ChunkBytes {
  static final int STRING_NULL = 0;
  static final int STRING_EMPTY = 1;
  static final int STRING_POOL = 2;
  static final int STRING_UTF8 = 3;
  static final int STRING_CHARS = 4;
  static final int STRING_LATIN1 = 5;

  private static final int MOST_BYTES = 9; // Of a number.
  private static final int SEVENS = 56; // Bits of the first eight of them.
  private static final long TOP_BITS = 0x8080808080808080L;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int limit;
  private final long fileOffset;
  private int position;

  /**
   * A view of a chunk.
   *
   * @param limit number of bytes that are valid
   * @param fileOffset where the chunk begins in its file, for messages
   */
  ChunkBytes(byte[] bytes, int limit, long fileOffset) {
    this.bytes = bytes;
    this.limit = limit;
    this.fileOffset = fileOffset;
  }

  int position() {
    return position;
  }

  /** The position in the file, for messages. */
  long offset() {
    return fileOffset + position;
  }

  int limit() {
    return limit;
  }

  void seek(long newPosition) throws MalformedTraceException {
    if (newPosition < 0 || newPosition > limit) {
      throw malformed("a reference to byte " + newPosition + " of a chunk of " + limit);
    }
    position = (int) newPosition;
  }

  long number() throws MalformedTraceException {
    if (limit - position >= MOST_BYTES) {
      byte first = bytes[position];
      if (first >= 0) {
        position++;
        return first;
      }
      int length = length(bytes, position);
      long value = value(bytes, position, length);
      position += length;
      return value;
    }
    return numberNearEnd();
  }

  /** A byte, wherever the position is. */
  int octetAt(int at) {
    return bytes[at];
  }

  void skipNumber() throws MalformedTraceException {
    if (limit - position >= MOST_BYTES) {
      position += bytes[position] >= 0 ? 1 : length(bytes, position);
    } else {
      numberNearEnd();
    }
  }

  private long numberNearEnd() throws MalformedTraceException {
    long value = 0;
    for (int shift = 0; shift < SEVENS; shift += 7) {
      byte next = (byte) octetOfNumber();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    return value | ((octetOfNumber() & 0xffL) << SEVENS);
  }

  private int octetOfNumber() throws MalformedTraceException {
    if (position >= limit) {
      throw malformed("the chunk ends within a number");
    }
    return bytes[position++];
  }

  /**
   * Reads fields that follow each other, from the position on, up to the first that is no number.
   *
   * @param codes how each field is decoded
   * @param first index of the first field
   * @param numbers receives the numbers, each at the index of its field
   * @return index of the first field that was not read
   */
  int numbers(FieldCode[] codes, int first, long[] numbers) throws MalformedTraceException {
    byte[] in = bytes;
    int lastSafe = limit - MOST_BYTES;
    int at = position; // Not the field: to store it for each number costs more than the number.
    int i = first;
    while (i < codes.length && codes[i] != FieldCode.OTHER && at <= lastSafe) {
      long value = in[at];
      if (codes[i] == FieldCode.BYTE || value >= 0) {
        at++;
      } else {
        int length = length(in, at);
        value = value(in, at, length);
        at += length;
      }
      numbers[i] = codes[i].narrowed(value);
      i++;
    }
    position = at;
    while (i < codes.length && codes[i] != FieldCode.OTHER) {
      numbers[i] = codes[i].narrowed(codes[i] == FieldCode.BYTE ? octet() : number());
      i++;
    }
    return i;
  }

  // A number of which all nine bytes could be read, without a branch for each: their lengths vary
  // from one to the next, and processors guess wrong.

  private static int length(byte[] in, int at) {
    long last = ~(long) WORD.get(in, at) & TOP_BITS;
    return last == 0 ? MOST_BYTES : (Long.numberOfTrailingZeros(last) >>> 3) + 1;
  }

  private static long value(byte[] in, int at, int length) {
    long word = (long) WORD.get(in, at) & ~TOP_BITS;
    if (length < Long.BYTES) {
      word &= (1L << (length << 3)) - 1;
    }
    // Seven bits of each byte, then fourteen of each two, and so on.
    word = (word & 0x007f007f007f007fL) | (word & 0x7f007f007f007f00L) >>> 1;
    word = (word & 0x00003fff00003fffL) | (word & 0x3fff00003fff0000L) >>> 2;
    word = (word & 0x000000000fffffffL) | (word & 0x0fffffff00000000L) >>> 4;
    return length < MOST_BYTES ? word : word | (in[at + Long.BYTES] & 0xffL) << SEVENS;
  }

  int octet() throws MalformedTraceException {
    if (position >= limit) {
      throw malformed("the chunk ends where a byte should be");
    }
    return bytes[position++];
  }

  /** A length, at most as long as what is left. */
  int length(String what) throws MalformedTraceException {
    long length = number();
    if (length < 0 || length > limit - position) {
      throw malformed(what + " of length " + length + ", but " + (limit - position) + " are left");
    }
    return (int) length;
  }

  int intBits() throws MalformedTraceException {
    need(4);
    int value = 0;
    for (int i = 0; i < 4; i++) {
      value = (value << 8) | (bytes[position++] & 0xff);
    }
    return value;
  }

  long longBits() throws MalformedTraceException {
    long high = intBits();
    return (high << 32) | (intBits() & 0xffffffffL);
  }

  void skip(int count) throws MalformedTraceException {
    need(count);
    position += count;
  }

  private void need(int count) throws MalformedTraceException {
    if (count > limit - position) {
      throw malformed("the chunk ends within a value of " + count + " bytes");
    }
  }

  /** A string; one in the pool is returned as its {@code Long} id. */
  Object string() throws MalformedTraceException {
    int kind = octet();
    return switch (kind) {
      case STRING_NULL -> null;
      case STRING_EMPTY -> "";
      case STRING_POOL -> (Object) number();
      case STRING_UTF8 -> encoded(StandardCharsets.UTF_8);
      case STRING_LATIN1 -> encoded(StandardCharsets.ISO_8859_1);
      case STRING_CHARS -> {
        int chars = length("string");
        StringBuilder builder = new StringBuilder(chars);
        for (int i = 0; i < chars; i++) {
          builder.append((char) number());
        }
        yield builder.toString();
      }
      default -> throw unknownString(kind);
    };
  }

  private String encoded(Charset charset) throws MalformedTraceException {
    int length = length("string");
    String text = new String(bytes, position, length, charset);
    position += length;
    return text;
  }

  private MalformedTraceException unknownString(int kind) {
    position--;
    return malformed("a string of kind " + kind + ", expected 0 to 5");
  }

  void skipString() throws MalformedTraceException {
    int kind = octet();
    switch (kind) {
      case STRING_NULL, STRING_EMPTY -> {}
      case STRING_POOL -> skipNumber();
      case STRING_UTF8, STRING_LATIN1 -> skip(length("string"));
      case STRING_CHARS -> {
        int chars = length("string");
        for (int i = 0; i < chars; i++) {
          skipNumber();
        }
      }
      default -> throw unknownString(kind);
    }
  }

  MalformedTraceException malformed(String problem) {
    return MalformedTraceException.at(fileOffset + position, "JFR chunk", problem);
  }
}
