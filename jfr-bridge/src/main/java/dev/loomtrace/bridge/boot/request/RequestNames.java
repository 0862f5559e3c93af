package dev.loomtrace.bridge.boot.request;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes few names of many requests: {@code GET /orders/{n}}. What a client may choose freely
 * (numbers, ids, tokens, what is encoded) is masked, queries are left out, and there are only so
 * many names.
 */
final class RequestNames {
  /** What a request is called when there are too many names already. */
  static final String OTHER = "(request of another name)";

  static final int MOST_NAMES = 1_000;
  static final int MOST_CHARACTERS = 200;
  static final int MOST_SEGMENTS = 10;

  private static final String NUMBER = "{n}";
  private static final String ID = "{id}";
  private static final String REST = "/...";
  private static final String PUNCTUATION = "-_.,*~:+";
  private static final String NOT_FOUND = " (not found)";
  private static final int MOST_OF_METHOD = 16;
  private static final int MOST_OF_SEGMENT = 48;
  // Shorter ones with digits are words with a version or an index: v2, oauth2, page10.
  private static final int DIGITS_OF_NUMBER = 3;
  private static final int LEAST_OF_TOKEN = 20;
  private static final int LEAST_OF_HEX = 8;

  private final Map<String, Boolean> known = new ConcurrentHashMap<>();

  /** The name of a request that begins. */
  String begin(String method, String path) {
    String name = method(method) + ' ' + masked(path);
    return known.containsKey(name) || known.size() < MOST_NAMES ? name : OTHER;
  }

  /**
   * The name of one that is answered and has no route. Who tries paths that do not exist makes no
   * names.
   */
  String end(String name, String method, boolean found) {
    if (name.equals(OTHER) || known.containsKey(name)) {
      return name;
    }
    if (!found) {
      return method(method) + NOT_FOUND;
    }
    if (known.size() >= MOST_NAMES) { // A few more, if threads are here at the same time.
      return OTHER;
    }
    known.put(name, true);
    return name;
  }

  /** The name of a call that a server has under this name: {@code service/method}. */
  String ofCall(String call) {
    String name = printable(new StringBuilder(), call == null ? "" : call);
    if (!known.containsKey(name)) {
      if (known.size() >= MOST_NAMES) { // A few more, if threads are here at the same time.
        return OTHER;
      }
      known.put(name, true);
    }
    return name;
  }

  /** The name of one whose route the server or a framework knows. */
  static String ofRoute(String method, String route) {
    return printable(new StringBuilder(method(method)).append(' '), route);
  }

  private static String printable(StringBuilder name, String text) {
    for (int i = 0; i < text.length() && name.length() < MOST_CHARACTERS; i++) {
      char c = text.charAt(i);
      name.append(c < ' ' || c > '~' ? '?' : c);
    }
    return name.toString();
  }

  /** A method, or what is said of one that is none. */
  static String method(String method) {
    if (method == null || method.isEmpty() || method.length() > MOST_OF_METHOD) {
      return "OTHER";
    }
    for (int i = 0; i < method.length(); i++) {
      char c = method.charAt(i);
      if (!isIn(c, 'A', 'Z') && c != '-' && c != '_') {
        return "OTHER";
      }
    }
    return method;
  }

  /** The path with what differs between requests masked. */
  static String masked(String path) {
    if (path == null || path.isEmpty()) {
      return "/";
    }
    int end = end(path);
    StringBuilder masked = new StringBuilder(end + 16);
    int segments = 0;
    int from = 0;
    while (from <= end && from < path.length()) {
      int to = path.indexOf('/', from);
      to = to < 0 || to > end ? end : to;
      if (from > 0 || path.charAt(0) != '/') {
        if (++segments > MOST_SEGMENTS || masked.length() > MOST_CHARACTERS - MOST_OF_SEGMENT) {
          return masked.append(REST).toString();
        }
        masked.append('/');
        segment(path, from, parameters(path, from, to), masked);
      }
      from = to + 1;
    }
    return masked.isEmpty() ? "/" : masked.toString();
  }

  private static int end(String path) {
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '?' || c == '#') {
        return i;
      }
    }
    return path.length();
  }

  /** Sessions are in parameters of segments: {@code ;jsessionid=…}. */
  private static int parameters(String path, int from, int to) {
    int semicolon = path.indexOf(';', from);
    return semicolon < 0 || semicolon > to ? to : semicolon;
  }

  private static void segment(String path, int from, int to, StringBuilder masked) {
    int digits = 0;
    int letters = 0;
    int hex = 0;
    boolean mixed = false;
    boolean strange = to - from > MOST_OF_SEGMENT;
    for (int i = from; i < to; i++) {
      char c = path.charAt(i);
      boolean digit = isIn(c, '0', '9');
      boolean letter = isIn(c, 'a', 'z') || isIn(c, 'A', 'Z');
      digits += digit ? 1 : 0;
      letters += letter ? 1 : 0;
      hex += digit || isIn(c, 'a', 'f') || isIn(c, 'A', 'F') || c == '-' ? 1 : 0;
      mixed |= isIn(c, 'A', 'Z') && i > from && isIn(path.charAt(i - 1), 'a', 'z');
      strange |= !digit && !letter && PUNCTUATION.indexOf(c) < 0;
    }
    if (strange) {
      masked.append(ID);
    } else if (digits > 0 && letters == 0) {
      masked.append(NUMBER);
    } else if (isToken(to - from, digits, hex, mixed)) {
      masked.append(ID);
    } else {
      numbers(path, from, to, masked);
    }
  }

  /** A hash, a UUID, or something random. */
  private static boolean isToken(int length, int digits, int hex, boolean mixed) {
    boolean hexadecimal = hex == length && length >= LEAST_OF_HEX;
    boolean random = length >= LEAST_OF_TOKEN && (mixed || digits >= DIGITS_OF_NUMBER);
    return digits > 0 && (hexadecimal || random);
  }

  private static boolean isIn(char c, char first, char last) {
    return c >= first && c <= last;
  }

  /** Masks long numbers inside a word: {@code order-12345.pdf}. */
  private static void numbers(String path, int from, int to, StringBuilder masked) {
    int i = from;
    while (i < to) {
      int begin = i;
      while (i < to && isIn(path.charAt(i), '0', '9')) {
        i++;
      }
      if (i - begin >= DIGITS_OF_NUMBER) {
        masked.append(NUMBER);
      } else if (i > begin) {
        masked.append(path, begin, i);
      } else {
        masked.append(path.charAt(i++));
      }
    }
  }
}
