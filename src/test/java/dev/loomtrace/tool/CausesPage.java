package dev.loomtrace.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page "From a slow request to its cause". What the terminal shows in it stands between marks:
 * {@code <!-- terminal NAME -->} and {@code <!-- end -->}.
 */
final class CausesPage {
  private static final Path FILE = Path.of("..", "docs", "causes.md");
  private static final Pattern TERMINAL =
      Pattern.compile("(<!-- terminal (\\S+) -->\n\n)(.*?)(\n<!-- end -->)", Pattern.DOTALL);
  private static final String INDENT = "    ";

  private CausesPage() {}

  /** What it shows, by name. */
  static Map<String, String> shown() throws IOException {
    Map<String, String> shown = new LinkedHashMap<>();
    Matcher terminal = TERMINAL.matcher(Files.readString(FILE));
    while (terminal.find()) {
      shown.put(
          terminal.group(2),
          terminal.group(3).lines().map(line -> line.strip()).reduce("", (a, b) -> a + b + "\n"));
    }
    return shown;
  }

  /** Replaces what it shows. */
  static void renew(Map<String, String> terminals) throws IOException {
    String page = Files.readString(FILE);
    Files.writeString(
        FILE,
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
    text.lines().forEach(line -> all.append(line.isBlank() ? "" : INDENT + line).append('\n'));
    return all.toString();
  }
}
