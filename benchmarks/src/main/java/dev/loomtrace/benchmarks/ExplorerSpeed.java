package dev.loomtrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the explorer's server what its page asks: the overview, the rows, tiles at random places.
 * For the first time, and opened again; beside it {@code go tool trace}, until its first page is
 * there. Tiles of groups are asked for as soon as there is a picture, and when the groups have been
 * summed.
 */
public final class ExplorerSpeed {
  private static final int TILES = 300;
  private static final int MAX_LEVEL = 14;
  private static final int ROWS = 60;
  private static final Pattern ROW = Pattern.compile("\"id\":\"((?:t|g|p):[^\"]*)\"");

  private final HttpClient client = HttpClient.newHttpClient();

  private ExplorerSpeed() {}

  /**
   * Measures, and prints.
   *
   * @param args trace; the command line's launcher; go, or {@code -}; a port that is free
   */
  public static void main(String[] args) throws Exception {
    ExplorerSpeed speed = new ExplorerSpeed();
    System.out.printf(Locale.ROOT, "%s, %,d bytes%n", args[0], Files.size(Path.of(args[0])));
    for (String time : List.of("first time", "opened again")) {
      speed.explorer(time, args[1], args[0]);
    }
    if (!args[2].equals("-")) {
      speed.goTool(args[2], args[0], Integer.parseInt(args[3]));
    }
  }

  private void explorer(String title, String launcher, String trace) throws Exception {
    long begin = System.nanoTime();
    Process server =
        new ProcessBuilder(launcher, "open", "--no-browser", "--port", "0", trace)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
      String address = out.readLine();
      int token = address.indexOf("?token=");
      String root = address.substring(0, token) + "api/f/0/";
      String secret = address.substring(token + "?token=".length());
      System.out.println("\nexplorer, " + title);
      await(root + "summary", secret);
      line("overview", begin);
      await(root + "extent", secret);
      line("all of it", begin);
      String rows = await(root + "rows", secret);
      List<String> some = rows(rows, "[gp]");
      String groups = some.size() + " groups and carriers";
      ask("tile of " + groups, root, secret, some);
      boolean isSummed = isSummed(root, secret);
      while (!isSummed(root, secret)) {
        Thread.sleep(20);
      }
      if (!isSummed) {
        line("groups summed", begin);
      }
      for (String asked : List.of("", ", again")) {
        ask("tile of " + groups + asked, root, secret, some);
      }
      List<String> threads = rows(await(root + "members?sort=waiting&limit=" + ROWS, secret), "t");
      for (String asked : List.of("", ", again")) {
        ask("tile of " + threads.size() + " threads" + asked, root, secret, threads);
      }
      System.out.printf(Locale.ROOT, "  memory           %,d MB%n", peak(server.pid()));
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private boolean isSummed(String root, String secret) throws Exception {
    return await(root + "extent", secret).contains("\"summed\":true");
  }

  private static void line(String what, long begin) {
    System.out.printf(Locale.ROOT, "  %-16s %.2f s%n", what, (System.nanoTime() - begin) / 1e9);
  }

  private static List<String> rows(String json, String kinds) {
    List<String> rows = new ArrayList<>();
    Matcher matcher = ROW.matcher(json);
    while (matcher.find() && rows.size() < ROWS) {
      if (matcher.group(1).matches(kinds + ":.*")) {
        rows.add("row=" + URLEncoder.encode(matcher.group(1), StandardCharsets.UTF_8));
      }
    }
    return rows;
  }

  private void ask(String what, String root, String secret, List<String> rows) throws Exception {
    Random random = new Random(1);
    long[] nanos = new long[TILES];
    for (int i = 0; i < TILES; i++) {
      int level = random.nextInt(MAX_LEVEL + 1);
      String tile =
          "tile?level="
              + level
              + "&index="
              + random.nextInt(1 << level)
              + "&"
              + String.join("&", rows);
      long begin = System.nanoTime();
      HttpResponse<byte[]> answer = get(root + tile, secret);
      nanos[i] = System.nanoTime() - begin;
      if (answer.statusCode() != 200) {
        throw new IOException(new String(answer.body(), StandardCharsets.UTF_8));
      }
    }
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "  %s: median %.1f ms, p99 %.1f ms%n",
        what,
        nanos[TILES / 2] / 1e6,
        nanos[TILES * 99 / 100] / 1e6);
  }

  private HttpResponse<byte[]> get(String address, String secret) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address))
            .header("Authorization", "Bearer " + secret)
            .build();
    return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  /** Asks until there is an answer. */
  private String await(String address, String secret) throws Exception {
    while (true) {
      HttpResponse<byte[]> answer = get(address, secret);
      if (answer.statusCode() == 200) {
        return new String(answer.body(), StandardCharsets.UTF_8);
      }
      if (answer.statusCode() != 409) {
        throw new IOException(new String(answer.body(), StandardCharsets.UTF_8));
      }
      Thread.sleep(20);
    }
  }

  private void goTool(String go, String trace, int port) throws Exception {
    System.out.println("\ngo tool trace");
    long begin = System.nanoTime();
    Process tool =
        new ProcessBuilder(go, "tool", "trace", "-http=127.0.0.1:" + port, trace)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      while (tool.isAlive() && !isThere(port)) {
        Thread.sleep(20);
      }
      if (!tool.isAlive()) {
        System.out.println("  ended with " + tool.exitValue() + " before there was a page");
        return;
      }
      line("first page", begin);
      ProcessHandle measured = tool.descendants().findFirst().orElse(tool.toHandle());
      System.out.printf(Locale.ROOT, "  memory           %,d MB%n", peak(measured.pid()));
    } finally {
      tool.descendants().forEach(ProcessHandle::destroy);
      tool.destroy();
      tool.waitFor();
    }
  }

  private boolean isThere(int port) throws InterruptedException {
    try {
      URI page = URI.create("http://127.0.0.1:" + port + "/");
      return client
              .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** The most memory that a process has had, in megabytes. */
  private static long peak(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1000;
      }
    }
    return 0;
  }
}
