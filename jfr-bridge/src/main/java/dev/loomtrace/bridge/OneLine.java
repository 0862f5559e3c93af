package dev.loomtrace.bridge;

/** What the agent says to people. */
final class OneLine {
  private OneLine() {}

  /** One line that steers no terminal, whatever options and exceptions have in it. */
  static String visible(String line) {
    StringBuilder visible = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      switch (Character.getType(c)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR ->
            visible.append(String.format("\\u%04x", (int) c));
        default -> visible.append(c);
      }
    }
    return visible.toString();
  }
}
