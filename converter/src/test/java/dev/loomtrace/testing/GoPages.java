package dev.loomtrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages that {@code go tool trace} serves of a trace. */
public final class GoPages implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://[\\d.]+:\\d+");
  private static final Pattern ROW = Pattern.compile("(?s)<tr>(.*?)</tr>");
  private static final Pattern CELL = Pattern.compile("(?s)<t[hd][^>]*>(.*?)</t[hd]>");
  private static final Pattern PART = Pattern.compile("([\\d.]+)(h|ms|m|s|µs|ns)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "h", 3_600_000_000_000L,
          "m", 60_000_000_000L,
          "s", 1_000_000_000L,
          "ms", 1_000_000L,
          "µs", 1_000L,
          "ns", 1L);

  private final Process process;
  private final String base;
  private final HttpClient client = HttpClient.newHttpClient();

  /** Serves a trace. */
  public GoPages(Path trace) throws IOException {
    process =
        new ProcessBuilder(GoTools.traceTool().toString(), "-http=127.0.0.1:0", trace.toString())
            .redirectErrorStream(true)
            .start();
    // The reader stays open as long as the tool runs, which may say more.
    BufferedReader said = process.inputReader();
    StringBuilder all = new StringBuilder();
    Matcher address = ADDRESS.matcher("");
    while (!address.find()) {
      String line = said.readLine();
      if (line == null) {
        throw new IOException("go tool trace has ended: " + all);
      }
      all.append(line).append('\n');
      address = ADDRESS.matcher(line);
    }
    base = address.group();
  }

  /** A page as it is; its path begins with a slash. */
  public String get(String path) throws IOException {
    try {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(base + path)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(200, answer.statusCode(), answer.body());
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The rows of the tables of a page, heads included: the texts of their cells. */
  public static List<List<String>> rows(String page) {
    List<List<String>> rows = new ArrayList<>();
    Matcher row = ROW.matcher(page);
    while (row.find()) {
      List<String> cells = new ArrayList<>();
      Matcher cell = CELL.matcher(row.group(1));
      while (cell.find()) {
        cells.add(text(cell.group(1)));
      }
      rows.add(cells);
    }
    return rows;
  }

  private static String text(String html) {
    return html.replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&#43;", "+")
        .replace("&nbsp;", "")
        .replace("&amp;", "&")
        .strip();
  }

  /** The nanoseconds of a duration as Go prints it. */
  public static long nanos(String duration) {
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(duration);
    while (part.find()) {
      sum =
          sum.add(
              new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(UNITS.get(part.group(2)))));
    }
    return sum.longValueExact();
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
  }
}
