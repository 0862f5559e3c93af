package dev.loomtrace.base;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Strings that remember bytes which are not valid UTF-8.
 *
 * <p>Go cuts strings at a number of bytes, so real traces hold parts of characters. Such a byte
 * {@code b} (0x80 to 0xff) becomes the lone surrogate {@code U+DC00 + b}, which valid UTF-8 never
 * yields, and {@link #encode} turns it back. For valid text both are plain UTF-8.
 */
public final class ByteStrings {
  private static final char ESCAPE = '\uDC00';

  private ByteStrings() {}

  /** The text of these bytes. */
  public static String decode(byte[] bytes, int offset, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, offset, length))
          .toString();
    } catch (CharacterCodingException e) {
      return decodeBroken(bytes, offset, length);
    }
  }

  /** The bytes of this text. */
  public static byte[] encode(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return encodeBroken(text);
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The bytes of this text, or as many of them as are at most {@code limit} and do not end within a
   * character.
   */
  public static byte[] encode(String text, int limit) {
    byte[] bytes = encode(text);
    if (bytes.length <= limit) {
      return bytes;
    }
    int end = limit;
    while (end > 0 && limit - end < 4 && (bytes[end] & 0xc0) == 0x80) {
      end--;
    }
    // Not a cut character but bytes without meaning: there is no better place than the limit.
    if (end == 0 || (bytes[end] & 0xc0) == 0x80) {
      end = limit;
    }
    return Arrays.copyOf(bytes, end);
  }

  /** Whether this character of a decoded text stands for a byte. */
  public static boolean isEscape(char c) {
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff;
  }

  /** The byte, 0x80 to 0xff, that such a character stands for. */
  public static int escaped(char c) {
    return c - ESCAPE;
  }

  private static String decodeBroken(byte[] bytes, int offset, int length) {
    StringBuilder text = new StringBuilder(length);
    int end = offset + length;
    int i = offset;
    while (i < end) {
      int size = characterLength(bytes, i, end);
      if (size == 0) {
        text.append((char) (ESCAPE + (bytes[i] & 0xff)));
        i++;
      } else {
        text.append(new String(bytes, i, size, StandardCharsets.UTF_8));
        i += size;
      }
    }
    return text.toString();
  }

  /** Length of the valid character at {@code i}; 0 if there is none. */
  private static int characterLength(byte[] bytes, int i, int end) {
    int first = bytes[i] & 0xff;
    if (first < 0x80) {
      return 1;
    }
    int size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || i + size > end) {
      return 0;
    }
    int code = first & (0x7f >> size);
    for (int k = 1; k < size; k++) {
      if ((bytes[i + k] & 0xc0) != 0x80) {
        return 0;
      }
      code = (code << 6) | (bytes[i + k] & 0x3f);
    }
    boolean tooLong = (size == 3 && code < 0x800) || (size == 4 && code < 0x10000);
    boolean noCharacter = (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff;
    return tooLong || noCharacter ? 0 : size;
  }

  private static byte[] encodeBroken(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length() * 3);
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (isEscape(c)) {
        bytes.write(escaped(c));
        i++;
      } else {
        int codePoint = text.codePointAt(i);
        boolean alone = codePoint >= 0xd800 && codePoint <= 0xdfff;
        // A surrogate of other origin has no bytes of its own: the replacement character.
        bytes.writeBytes(
            Character.toString(alone ? 0xfffd : codePoint).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(codePoint);
      }
    }
    return bytes.toByteArray();
  }
}
