package dev.loomtrace.gotrace.text;

import dev.loomtrace.base.ByteStrings;
import java.io.ByteArrayOutputStream;

/** The bytes that a string between double quotes in Go's syntax stands for. */
public final class Unquoting {
  private static final String SIMPLE = "abfnrtv\\\"";
  private static final String SIMPLE_BYTES = "\u0007\b\f\n\r\t\u000b\\\"";

  private final String text;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int position = 1;

  private Unquoting(String text) {
    this.text = text;
  }

  /**
   * The bytes of a quoted string.
   *
   * @throws IllegalArgumentException if it is none; says what was found and expected
   */
  public static byte[] bytes(String quoted) {
    int end = quoted.length() - 1;
    if (end < 1 || quoted.charAt(0) != '"' || quoted.charAt(end) != '"') {
      throw new IllegalArgumentException("found no string in double quotes, expected one");
    }
    Unquoting unquoting = new Unquoting(quoted);
    while (unquoting.position < end) {
      unquoting.one(end);
    }
    return unquoting.bytes.toByteArray();
  }

  private void one(int end) {
    char c = text.charAt(position);
    if (c == '"') {
      throw new IllegalArgumentException("found a double quote within a string, expected \\\"");
    }
    if (c != '\\') {
      int length = Character.isHighSurrogate(c) && position + 1 < end ? 2 : 1;
      bytes.writeBytes(ByteStrings.encode(text.substring(position, position + length)));
      position += length;
      return;
    }
    position++;
    char kind = position < end ? text.charAt(position++) : 0;
    int simple = kind == 0 ? -1 : SIMPLE.indexOf(kind);
    if (simple >= 0) {
      bytes.write(SIMPLE_BYTES.charAt(simple));
      return;
    }
    switch (kind) {
      case 'x' -> bytes.write(number(2, 16, end));
      case 'u' -> character(number(4, 16, end));
      case 'U' -> character(number(8, 16, end));
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        position--;
        bytes.write(number(3, 8, end));
      }
      default -> throw new IllegalArgumentException("found an escape that Go does not know");
    }
  }

  private int number(int digits, int radix, int end) {
    int value = 0;
    for (int i = 0; i < digits; i++) {
      int digit = position < end ? Character.digit(text.charAt(position), radix) : -1;
      if (digit < 0 || value > Character.MAX_CODE_POINT) {
        throw new IllegalArgumentException("found an escape of fewer digits than " + digits);
      }
      value = value * radix + digit;
      position++;
    }
    if (digits == 3 && value > 0xff) {
      throw new IllegalArgumentException("found an octal escape that is no byte");
    }
    return value;
  }

  private void character(int codePoint) {
    if (!Character.isValidCodePoint(codePoint)
        || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE)) {
      throw new IllegalArgumentException("found an escape that is no character");
    }
    bytes.writeBytes(ByteStrings.encode(Character.toString(codePoint)));
  }
}
