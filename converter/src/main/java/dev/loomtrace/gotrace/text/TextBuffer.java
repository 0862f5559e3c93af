package dev.loomtrace.gotrace.text;

import dev.loomtrace.base.ByteStrings;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A growing buffer of text as bytes, with what Go's {@code fmt} writes for numbers and quoted
 * strings.
 *
 * <p>Bytes, since the strings of traces need not be valid UTF-8 and come out as they went in.
 */
public final class TextBuffer {
  private static final int MAX_DIGITS = 20;
  private static final byte[] HEX = ByteStrings.encode("0123456789abcdef");
  private static final byte[] ESCAPES = escapes();

  private byte[] bytes;
  private int size;

  /** An empty one. */
  public TextBuffer() {
    bytes = new byte[256];
  }

  /** Number of bytes in it. */
  public int size() {
    return size;
  }

  /** Forgets what is in it. */
  public void clear() {
    size = 0;
  }

  /** A copy of the bytes in it. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** Writes what is in it. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  /** What is in it as a string, see {@link ByteStrings}. */
  @Override
  public String toString() {
    return ByteStrings.decode(bytes, 0, size);
  }

  /** Appends one byte. */
  public TextBuffer octet(int value) {
    reserve(1);
    bytes[size++] = (byte) value;
    return this;
  }

  /** Appends these bytes. */
  public TextBuffer bytes(byte[] data) {
    reserve(data.length);
    System.arraycopy(data, 0, bytes, size, data.length);
    size += data.length;
    return this;
  }

  /** Appends a string as it is. */
  public TextBuffer raw(String text) {
    int length = text.length();
    reserve(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return bytes(ByteStrings.encode(text.substring(i)));
      }
      bytes[size++] = (byte) c;
    }
    return this;
  }

  /** Appends a number in decimal. */
  public TextBuffer number(long value) {
    if (value < 0) {
      octet('-');
      return unsigned(-value);
    }
    return unsigned(value);
  }

  /** Appends an unsigned number in decimal. */
  public TextBuffer unsigned(long value) {
    reserve(MAX_DIGITS);
    long rest = value;
    if (rest < 0) {
      rest = Long.divideUnsigned(value, 10);
      positive(rest);
      bytes[size++] = (byte) ('0' + (value - rest * 10));
    } else {
      positive(rest);
    }
    return this;
  }

  private void positive(long value) {
    int end = size + digits(value);
    long rest = value;
    int i = end;
    do {
      long tenth = rest / 10;
      bytes[--i] = (byte) ('0' + (rest - tenth * 10));
      rest = tenth;
    } while (rest != 0);
    size = end;
  }

  private static int digits(long value) {
    int count = 1;
    for (long bound = 10; count < MAX_DIGITS - 1 && value >= bound; bound *= 10) {
      count++;
    }
    return count;
  }

  /** Appends an unsigned number in hexadecimal, without a prefix. */
  public TextBuffer hex(long value) {
    int digits = Math.max(1, (67 - Long.numberOfLeadingZeros(value)) / 4);
    return hex(value, digits);
  }

  private TextBuffer hex(long value, int digits) {
    reserve(digits);
    for (int i = digits - 1; i >= 0; i--) {
      bytes[size++] = HEX[(int) (value >>> (4 * i)) & 15];
    }
    return this;
  }

  /** Appends bytes between double quotes, as the text that they are. */
  public TextBuffer quoted(byte[] data, int length) {
    return quoted(ByteStrings.decode(data, 0, length));
  }

  /** Appends a string between double quotes, as Go's {@code strconv.Quote} does. */
  public TextBuffer quoted(String text) {
    octet('"');
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c < 0x80) {
        quotedAscii(c);
        i++;
      } else if (ByteStrings.isEscape(c)) {
        raw("\\x").hex(ByteStrings.escaped(c), 2);
        i++;
      } else {
        int codePoint = text.codePointAt(i);
        quotedCharacter(codePoint);
        i += Character.charCount(codePoint);
      }
    }
    return octet('"');
  }

  private void quotedAscii(char c) {
    byte escape = ESCAPES[c];
    if (escape == 0) {
      octet(c);
    } else if (escape == 'x') {
      raw("\\x").hex(c, 2);
    } else {
      octet('\\').octet(escape);
    }
  }

  private void quotedCharacter(int codePoint) {
    // A surrogate that stands for no byte has none: it counts as the replacement character.
    int c = codePoint >= 0xd800 && codePoint <= 0xdfff ? 0xfffd : codePoint;
    if (Printable.contains(c)) {
      bytes(ByteStrings.encode(Character.toString(c)));
    } else if (c < 0x10000) {
      raw("\\u").hex(c, 4);
    } else {
      raw("\\U").hex(c, 8);
    }
  }

  private static byte[] escapes() {
    byte[] table = new byte[0x80];
    Arrays.fill(table, 0, ' ', (byte) 'x');
    table[0x7f] = 'x';
    String letters = "abtnvfr";
    for (int i = 0; i < letters.length(); i++) {
      table[7 + i] = (byte) letters.charAt(i);
    }
    table['"'] = '"';
    table['\\'] = '\\';
    return table;
  }

  private void reserve(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }
}
