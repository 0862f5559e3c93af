package dev.loomtrace.jfr.operation;

import dev.loomtrace.event.EventNames;
import java.util.ArrayList;
import java.util.List;

/**
 * What is said of a task at its end, or while it goes on, if that is more than its name.
 *
 * @param name its name
 * @param externalId its id outside the JVM; empty: none
 * @param attributes as recorded, see {@link EventNames#ATTRIBUTES}; empty: none
 */
public record TaskDetails(String name, String externalId, String attributes) {
  private static final int MAX_ATTRIBUTES = 32; // As many as are recorded.

  /** The name at a task's end, of which the recorded operation has this or the name alone. */
  public static String name(Object ref) {
    return ref instanceof TaskDetails details ? details.name : (String) ref;
  }

  /** The external id and the attributes, each as a log of the task: key and value. */
  public List<LogText> asLogs() {
    List<LogText> logs = new ArrayList<>();
    if (!externalId.isEmpty()) {
      logs.add(new LogText(EventNames.EXTERNAL_ID, externalId));
    }
    int begin = 0;
    for (int i = 0; i < MAX_ATTRIBUTES && begin < attributes.length(); i++) {
      int newline = attributes.indexOf('\n', begin);
      int end = newline < 0 ? attributes.length() : newline;
      logs.add(attribute(begin, end));
      begin = end + 1;
    }
    return logs;
  }

  private LogText attribute(int begin, int end) {
    StringBuilder key = new StringBuilder();
    StringBuilder value = new StringBuilder();
    StringBuilder part = key;
    for (int i = begin; i < end; i++) {
      char c = attributes.charAt(i);
      if (c == '\\' && i + 1 < end) {
        part.append(unescaped(attributes.charAt(++i)));
      } else if (c == '=' && part == key) {
        part = value;
      } else {
        part.append(c);
      }
    }
    return new LogText(key.toString(), value.toString());
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> c;
    };
  }
}
