package dev.loomtrace.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page that shows what a terminal shows: between marks, {@code <!-- terminal NAME -->} and {@code
 * <!-- end -->}, and indented.
 */
final class TerminalPage {
  private static final Pattern TERMINAL =
      Pattern.compile("(<!-- terminal (\\S+) -->\n\n)(.*?)(\n<!-- end -->)", Pattern.DOTALL);
  private static final String INDENT = "    ";

  private final Path file;

  private TerminalPage(Path file) {
    this.file = file;
  }

  /** A page of the documentation, by its name. */
  static TerminalPage of(String name) {
    return new TerminalPage(Path.of("..", "docs", name));
  }

  /** What its terminals show, by their names. */
  Map<String, String> shown() throws IOException {
    Map<String, String> shown = new LinkedHashMap<>();
    Matcher terminal = TERMINAL.matcher(Files.readString(file));
    while (terminal.find()) {
      shown.put(terminal.group(2), content(terminal.group(3)));
    }
    return shown;
  }

  private static String content(String indented) {
    StringBuilder all = new StringBuilder();
    indented
        .lines()
        .map(line -> line.startsWith(INDENT) ? line.substring(INDENT.length()) : line)
        .forEach(line -> all.append(line).append('\n'));
    return all.toString();
  }

  /** Replaces what some terminals show. */
  void renew(Map<String, String> terminals) throws IOException {
    String page = Files.readString(file);
    Files.writeString(
        file,
        TERMINAL
            .matcher(page)
            .replaceAll(match -> Matcher.quoteReplacement(renewed(match, terminals))));
  }

  private static String renewed(MatchResult shown, Map<String, String> terminals) {
    String text = terminals.get(shown.group(2));
    return text == null ? shown.group() : shown.group(1) + indented(text) + shown.group(4);
  }

  private static String indented(String text) {
    StringBuilder all = new StringBuilder();
    UnaryOperator<String> indent = line -> line.isBlank() ? "" : INDENT + line.stripTrailing();
    text.lines().map(indent).forEach(line -> all.append(line).append('\n'));
    return all.toString();
  }
}
