package dev.loomtrace.explorer.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is asked: a path, and parameters by their names. Immutable. */
public final class Request {
  private static final int MAX_PARAMETERS = 256;
  private static final int HEXADECIMAL = 16;

  private final String path;
  private final Map<String, List<String>> parameters;

  private Request(String path, Map<String, List<String>> parameters) {
    this.path = path;
    this.parameters = parameters;
  }

  /**
   * A request.
   *
   * @param path as it was sent: nothing in a path that exists needs an escape
   * @param query as it was sent; null if none was
   * @throws Refusal if an escape in the query is none, or there are too many parameters
   */
  static Request of(String path, String query) throws Refusal {
    Map<String, List<String>> parameters = new HashMap<>();
    if (query != null && !query.isEmpty()) {
      String[] members = query.split("&", -1);
      if (members.length > MAX_PARAMETERS) {
        throw Refusal.wrong(
            "there are " + members.length + " parameters, at most " + MAX_PARAMETERS + " are read");
      }
      for (String member : members) {
        int equals = member.indexOf('=');
        String name = decode(equals < 0 ? member : member.substring(0, equals));
        String value = equals < 0 ? "" : decode(member.substring(equals + 1));
        parameters.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
      }
    }
    return new Request(path, parameters);
  }

  private static String decode(String text) throws Refusal {
    ByteBuffer bytes = ByteBuffer.allocate(text.length() * 3);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.put((byte) escaped(text, i));
        i += 2;
      } else if (c == '+') {
        bytes.put((byte) ' ');
      } else {
        bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw Refusal.wrong("a parameter is not UTF-8");
    }
  }

  private static int escaped(String text, int at) throws Refusal {
    int high = at + 2 < text.length() ? Character.digit(text.charAt(at + 1), HEXADECIMAL) : -1;
    int low = at + 2 < text.length() ? Character.digit(text.charAt(at + 2), HEXADECIMAL) : -1;
    if (high < 0 || low < 0) {
      throw Refusal.wrong("a parameter has a % that is no escape");
    }
    return high * HEXADECIMAL + low;
  }

  /** The path, as it was sent. */
  public String path() {
    return path;
  }

  /**
   * The value of a parameter.
   *
   * @throws Refusal if there are several
   */
  public Optional<String> text(String name) throws Refusal {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw Refusal.wrong("'" + name + "' is there " + values.size() + " times");
    }
    return values.stream().findFirst();
  }

  /** All values of a parameter, in their order. */
  public List<String> all(String name) {
    return List.copyOf(parameters.getOrDefault(name, List.of()));
  }

  /**
   * The value of a parameter that must be there.
   *
   * @throws Refusal if it is not, or there are several
   */
  public String needed(String name) throws Refusal {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      throw Refusal.wrong("'" + name + "' is missing");
    }
    return value.get();
  }

  /**
   * The number that a parameter is.
   *
   * @throws Refusal if it is none
   */
  public Optional<Long> number(String name) throws Refusal {
    Optional<String> value = text(name);
    return value.isEmpty() ? Optional.empty() : Optional.of(parse(name, value.get()));
  }

  private static long parse(String name, String value) throws Refusal {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw Refusal.wrong("'" + name + "' is not a whole number of 64 bits");
    }
  }

  /**
   * The number that a parameter is, within bounds.
   *
   * @param absent what it is if it is not there
   * @throws Refusal if it is no number, or out of bounds
   */
  public int number(String name, int absent, int least, int most) throws Refusal {
    long value = number(name).orElse((long) absent);
    if (value < least || value > most) {
      throw Refusal.wrong("'" + name + "' must be from " + least + " to " + most);
    }
    return (int) value;
  }

  /**
   * Whether a parameter says so.
   *
   * @throws Refusal if it is neither true nor false
   */
  public boolean flag(String name) throws Refusal {
    return switch (text(name).orElse("false")) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw Refusal.wrong("'" + name + "' must be true or false");
    };
  }

  /**
   * The constant whose word a parameter is.
   *
   * @param words each constant's word as {@code toString} has it, in lower case
   * @throws Refusal if it is none of them
   */
  public <E extends Enum<E>> E choice(String name, E absent, E[] words) throws Refusal {
    Optional<String> value = text(name);
    if (value.isEmpty()) {
      return absent;
    }
    List<String> all = new ArrayList<>();
    for (E constant : words) {
      String word = constant.toString().toLowerCase(Locale.ROOT);
      if (word.equals(value.get())) {
        return constant;
      }
      all.add(word);
    }
    throw Refusal.wrong("'" + name + "' must be one of " + String.join(", ", all));
  }
}
