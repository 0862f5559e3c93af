package dev.loomtrace.annotation;

import java.util.Arrays;

/**
 * The external id and the attributes of a task, as they are at one moment. Immutable, so that a
 * thread that reads them waits for none that adds to them.
 */
final class Attributes {
  /** Most attributes of a task. */
  static final int MAX_COUNT = 32;

  /** Longest key in characters. */
  static final int MAX_KEY = 128;

  /** Longest value, and longest external id, in characters. */
  static final int MAX_VALUE = 1024;

  static final Attributes NONE = new Attributes(null, new String[0]);

  private final String externalId; // Null: none.
  private final String[] pairs; // Key, value, key, value, …, in the order of the keys' arrival.

  private Attributes(String externalId, String[] pairs) {
    this.externalId = externalId;
    this.pairs = pairs;
  }

  /** Null: none. */
  String externalId() {
    return externalId;
  }

  /** These with another external id, cut off where it is too long; null: none. */
  Attributes withExternalId(String id) {
    return new Attributes(id == null ? null : cut(id, MAX_VALUE), pairs);
  }

  /**
   * These with an attribute, whose key and value are cut off where they are too long. If the key
   * has a value already, that is replaced.
   *
   * @return null if there are as many as there may be
   */
  Attributes with(String key, String value) {
    String shortKey = cut(key, MAX_KEY);
    String shortValue = cut(value, MAX_VALUE);
    int place = 0;
    while (place < pairs.length && !pairs[place].equals(shortKey)) {
      place += 2;
    }
    if (place == 2 * MAX_COUNT) {
      return null;
    }
    String[] more = Arrays.copyOf(pairs, Math.max(pairs.length, place + 2));
    more[place] = shortKey;
    more[place + 1] = shortValue;
    return new Attributes(externalId, more);
  }

  private static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, splits ? length - 1 : length);
  }

  /**
   * The attributes as text; null if there are none. One {@code key=value} a line, of which the
   * first {@code =} ends the key. A backslash stands before each backslash, and before each {@code
   * =} of a key; line feed and carriage return are {@code \n} and {@code \r}.
   */
  String text() {
    if (pairs.length == 0) {
      return null;
    }
    int length = pairs.length - 1; // Of what stands between them.
    for (String each : pairs) {
      length += each.length();
    }
    StringBuilder text = new StringBuilder(length); // Growing it would cost more than the rest.
    for (int i = 0; i < pairs.length; i += 2) {
      if (i > 0) {
        text.append('\n');
      }
      append(text, pairs[i], true);
      text.append('=');
      append(text, pairs[i + 1], false);
    }
    return text.toString();
  }

  private static void append(StringBuilder out, String text, boolean key) {
    if (isPlain(text, key)) {
      out.append(text);
      return;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '=' -> out.append(key ? "\\=" : "=");
        default -> out.append(c);
      }
    }
  }

  private static boolean isPlain(String text, boolean key) {
    return text.indexOf('\\') < 0
        && text.indexOf('\n') < 0
        && text.indexOf('\r') < 0
        && !(key && text.indexOf('=') >= 0);
  }
}
