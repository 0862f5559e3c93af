package dev.loomtrace.jfr.chunk;

import dev.loomtrace.trace.MalformedTraceException;
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
    if (position >= limit) {
      throw malformed("the chunk ends within a number");
    }
    byte first = bytes[position++];
    if (first >= 0) {
      return first;
    }
    long value = first & 0x7f;
    for (int shift = 7; shift < 56; shift += 7) {
      if (position >= limit) {
        throw malformed("the chunk ends within a number");
      }
      byte next = bytes[position++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    if (position >= limit) {
      throw malformed("the chunk ends within a number");
    }
    return value | ((bytes[position++] & 0xffL) << 56);
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
      case STRING_POOL -> number();
      case STRING_UTF8, STRING_LATIN1 -> skip(length("string"));
      case STRING_CHARS -> {
        int chars = length("string");
        for (int i = 0; i < chars; i++) {
          number();
        }
      }
      default -> throw unknownString(kind);
    }
  }

  MalformedTraceException malformed(String problem) {
    return MalformedTraceException.at(fileOffset + position, "JFR chunk", problem);
  }
}
