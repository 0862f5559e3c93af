package dev.loomtrace.annotation;

import java.util.Arrays;

/**
 * The attributes of a task, as they are at one moment. Immutable, so that a thread that reads them
 * waits for none that adds to them.
 */
final class Attributes {
  /** Most attributes of a task. */
  static final int MAX_COUNT = 32;

  /** Longest key in characters. */
  static final int MAX_KEY = 128;

  /** Longest value, and longest external id, in characters. */
  static final int MAX_VALUE = 1024;

  static final Attributes NONE = new Attributes(new String[0], true);

  // Most tasks of a kind have the same attributes, which need not be made for each. By their hash:
  // later ones take the place. Any thread may read and write it, since what is in it is immutable.
  private static final Attributes[] RECENT = new Attributes[1 << 8]; // A power of two.
  private static final int LONGEST_RECENT = 512; // Characters: longer ones are seldom the same.

  private final String[] pairs; // Key, value, key, value, …, in the order of the keys' arrival.
  private final boolean hadRoom;
  private String text; // Null: not made yet. Whichever thread makes it, it is the same.

  private Attributes(String[] pairs, boolean hadRoom) {
    this.pairs = pairs;
    this.hadRoom = hadRoom;
  }

  /** An external id, cut off where it is too long; null: none. */
  static String externalId(String id) {
    return id == null ? null : cut(id, MAX_VALUE);
  }

  /**
   * These with others, whose keys and values are cut off where they are too long. If a key has a
   * value already, that is replaced; if there are as many as there may be, it is left out.
   *
   * @param added key, value, key, value, …; a last key without a value is ignored
   */
  Attributes with(String... added) {
    if (pairs.length > 0) {
      return newWith(added);
    }
    int hash = 0;
    int length = 0;
    for (String each : added) {
      String word = String.valueOf(each);
      hash = 31 * hash + word.hashCode();
      length += word.length();
    }
    int place = hash & (RECENT.length - 1);
    Attributes recent = RECENT[place];
    if (recent != null && recent.consistOf(added)) {
      return recent;
    }
    Attributes made = newWith(added);
    if (length <= LONGEST_RECENT) {
      RECENT[place] = made;
    }
    return made;
  }

  private boolean consistOf(String... others) {
    if (pairs.length != others.length) {
      return false;
    }
    for (int i = 0; i < pairs.length; i++) {
      if (!pairs[i].equals(others[i])) {
        return false;
      }
    }
    return true;
  }

  private Attributes newWith(String... added) {
    String[] all = Arrays.copyOf(pairs, Math.min(pairs.length + added.length, 2 * MAX_COUNT));
    int length = pairs.length;
    boolean room = true;
    for (int i = 0; i + 1 < added.length; i += 2) {
      String key = cut(String.valueOf(added[i]), MAX_KEY);
      int place = 0;
      while (place < length && !all[place].equals(key)) {
        place += 2;
      }
      if (place == 2 * MAX_COUNT) {
        room = false;
      } else {
        all[place] = key;
        all[place + 1] = cut(String.valueOf(added[i + 1]), MAX_VALUE);
        length = Math.max(length, place + 2);
      }
    }
    return new Attributes(length == all.length ? all : Arrays.copyOf(all, length), room);
  }

  /** Whether none of those that were added last was left out. */
  boolean hadRoom() {
    return hadRoom;
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
    String made = text;
    if (made == null) {
      made = newText();
      text = made;
    }
    return made;
  }

  private String newText() {
    int length = pairs.length - 1; // Of what stands between them.
    for (String each : pairs) {
      length += each.length();
    }
    StringBuilder out = new StringBuilder(length); // Growing it would cost more than the rest.
    for (int i = 0; i < pairs.length; i += 2) {
      if (i > 0) {
        out.append('\n');
      }
      append(out, pairs[i], true);
      out.append('=');
      append(out, pairs[i + 1], false);
    }
    return out.toString();
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
