package dev.loomtrace.sql.duckdb;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A view as {@code views.sql} defines it.
 *
 * @param name what queries call it
 * @param description what its rows are
 * @param query what it stands for
 */
record View(String name, String description, String query) {
  private static final Pattern VIEW =
      Pattern.compile("^-- ([^\\n]*)\\nCREATE VIEW (\\w+) AS\\n([^;]*);", Pattern.MULTILINE);

  /** All of them, in order. */
  static final List<View> ALL = read();

  private static List<View> read() {
    try (InputStream in = View.class.getResourceAsStream("views.sql")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<View> views = new ArrayList<>();
      Matcher view = VIEW.matcher(text);
      while (view.find()) {
        views.add(new View(view.group(2), view.group(1), view.group(3).strip()));
      }
      return List.copyOf(views);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The statement that makes it. */
  String statement() {
    return "CREATE VIEW " + name + " AS " + query;
  }
}
