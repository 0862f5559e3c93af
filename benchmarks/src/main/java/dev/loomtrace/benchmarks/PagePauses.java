package dev.loomtrace.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Opens the explorer's timeline in a Chromium without a window, pans and zooms it by its mouse, and
 * says how long the page's pauses were: the time between two of its frames, and the tasks of its
 * thread, by the clock and in the thread's processor time (Chromium's trace tells both). An empty
 * page comes first, which shows the machine's own.
 */
public final class PagePauses {
  private static final int WIDTH = 1600;
  private static final int HEIGHT = 1000;
  private static final int MOVES = 60;
  private static final int ZOOMS = 6;
  private static final long FRAME_MILLIS = 16;
  private static final long PATIENCE_SECONDS = 120;
  private static final Pattern PORT = Pattern.compile("DevTools listening on (ws://[^ ]+)");
  private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
  private static final Pattern VALUE = Pattern.compile("\"value\":\"([^\"]*)\"");
  private static final Pattern PAGE =
      Pattern.compile("\"targetId\":\"([^\"]+)\",\"type\":\"page\"");
  private static final String DATA = "\"data\":\"";
  private static final Pattern STREAM = Pattern.compile("\"stream\":\"([^\"]+)\"");
  private static final Pattern PID = Pattern.compile("\"pid\":(\\d+)");
  private static final Pattern TID = Pattern.compile("\"tid\":(\\d+)");
  private static final Pattern THREAD_TIME = Pattern.compile("\"tdur\":(\\d+)");
  private static final Pattern SESSION = Pattern.compile("\"sessionId\":\"([^\"]+)\"");

  private static final String RECORD =
      """
      (() => {
        const recorder = {frames: [], tasks: [], on: true};
        let before = performance.now();
        const frame = () => {
          const now = performance.now();
          recorder.frames.push(now - before);
          before = now;
          if (recorder.on) requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
        recorder.observer = new PerformanceObserver(
            list => list.getEntries().forEach(entry => recorder.tasks.push(entry.duration)));
        recorder.observer.observe({type: 'longtask'});
        window.pauses = recorder;
        return '';
      })()""";
  private static final String STOP =
      """
      (() => {
        pauses.on = false;
        pauses.observer.disconnect();
        const text = list => list.map(each => each.toFixed(1)).join(' ');
        return text(pauses.frames) + ';' + text(pauses.tasks);
      })()""";

  private final ConcurrentHashMap<Integer, CompletableFuture<String>> asked =
      new ConcurrentHashMap<>();
  private volatile CompletableFuture<String> traced = new CompletableFuture<>();
  private WebSocket socket;
  private String session = "";
  private int lastId;

  private PagePauses() {}

  /**
   * Measures, and prints.
   *
   * @param args trace, which must have been opened before; the command line's launcher; Chromium
   */
  public static void main(String[] args) throws Exception {
    Process server =
        new ProcessBuilder(args[1], "open", "--no-browser", "--port", "0", args[0])
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = reader(server)) {
      String address = out.readLine();
      new PagePauses().browse(args[2], address);
    } finally {
      server.destroy();
      server.waitFor();
    }
  }

  private static BufferedReader reader(Process process) {
    return new BufferedReader(
        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  private void browse(String chromium, String address) throws Exception {
    Path profile = Files.createTempDirectory("pauses");
    Process browser =
        new ProcessBuilder(
                chromium,
                "--headless=new",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--remote-debugging-port=0",
                "--window-size=" + WIDTH + "," + HEIGHT,
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    HttpClient client = HttpClient.newHttpClient();
    try (BufferedReader out = reader(browser)) {
      connect(client, out);
      System.out.println("\nframes of the page");
      record("empty page", () -> Thread.sleep(MOVES * FRAME_MILLIS));
      ask("Page.navigate", "\"url\":\"" + address + "#f=0&view=timeline\"");
      until("document.querySelector('[aria-label^=\"Unfold\"]') === null ? '' : 'there'");
      record("groups", this::panAtEachZoom);
      evaluate("document.querySelector('[aria-label^=\"Unfold\"]').click(), ''");
      ask("Page.bringToFront", "");
      key("0");
      record("a group unfolded", this::panAtEachZoom);
      record("scrolling through it", this::scroll);
    } finally {
      // To close it would wait for the browser, which never ends the conversation.
      client.shutdownNow();
      browser.descendants().forEach(ProcessHandle::destroy);
      browser.destroy();
      browser.waitFor();
      delete(profile);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void connect(HttpClient client, BufferedReader out) throws Exception {
    String line = out.readLine();
    Matcher port = PORT.matcher("");
    while (line != null && !port.reset(line).find()) {
      line = out.readLine();
    }
    if (line == null) {
      throw new IOException("the browser ended");
    }
    socket =
        client.newWebSocketBuilder().buildAsync(URI.create(port.group(1)), new Answers()).join();
    Matcher page = PAGE.matcher(ask("Target.getTargets", ""));
    if (!page.find()) {
      throw new IOException("the browser has no page");
    }
    Matcher attached =
        SESSION.matcher(
            ask(
                "Target.attachToTarget",
                "\"flatten\":true,\"targetId\":\"" + page.group(1) + "\""));
    if (!attached.find()) {
      throw new IOException("the browser does not let its page be driven");
    }
    session = ",\"sessionId\":\"" + attached.group(1) + "\"";
  }

  /** Completes what was asked. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        Matcher id = ID.matcher(text);
        if (text.indexOf("{\"id\":") == 0 && id.find()) {
          asked.remove(Integer.valueOf(id.group(1))).complete(text.toString());
        } else if (text.indexOf("\"Tracing.tracingComplete\"") >= 0) {
          traced.complete(text.toString());
        }
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }

  private String ask(String method, String parameters) throws Exception {
    int id = ++lastId;
    CompletableFuture<String> answer = new CompletableFuture<>();
    asked.put(id, answer);
    socket
        .sendText(
            "{\"id\":"
                + id
                + ",\"method\":\""
                + method
                + "\",\"params\":{"
                + parameters
                + "}"
                + session
                + "}",
            true)
        .join();
    String text = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (text.contains("\"error\":") || text.contains("\"exceptionDetails\":")) {
      throw new IOException(text);
    }
    return text;
  }

  private String evaluate(String script) throws Exception {
    String escaped = script.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    Matcher value = VALUE.matcher(ask("Runtime.evaluate", "\"expression\":\"" + escaped + "\""));
    return value.find() ? value.group(1) : "";
  }

  private void until(String script) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (evaluate(script).isEmpty()) {
      if (System.nanoTime() > end) {
        throw new TimeoutException("the page does not show the timeline");
      }
      Thread.sleep(50);
    }
  }

  private void mouse(String type, double x, double y, String more) throws Exception {
    ask(
        "Input.dispatchMouseEvent",
        String.format(Locale.ROOT, "\"type\":\"%s\",\"x\":%.1f,\"y\":%.1f%s", type, x, y, more));
  }

  private void key(String text) throws Exception {
    String key = "\"key\":\"" + text + "\",\"text\":\"" + text + "\"";
    ask("Input.dispatchKeyEvent", "\"type\":\"keyDown\"," + key);
    ask("Input.dispatchKeyEvent", "\"type\":\"keyUp\"," + key);
  }

  /** Drags to and fro, and zooms in, until a picture is a millionth of the trace. */
  private void panAtEachZoom() throws Exception {
    double y = HEIGHT * 0.6;
    for (int zoom = 0; zoom <= ZOOMS; zoom++) {
      for (int direction : new int[] {-1, 1, -1}) {
        double x = WIDTH * (direction < 0 ? 0.95 : 0.35);
        mouse("mousePressed", x, y, ",\"button\":\"left\",\"buttons\":1,\"clickCount\":1");
        for (int move = 1; move <= MOVES; move++) {
          double at = x + direction * move * WIDTH * 0.5 / MOVES;
          mouse("mouseMoved", at, y, ",\"button\":\"left\",\"buttons\":1");
          Thread.sleep(FRAME_MILLIS);
        }
        double end = x + direction * WIDTH * 0.5;
        mouse("mouseReleased", end, y, ",\"button\":\"left\",\"clickCount\":1");
      }
      for (int notch = 0; notch < 10; notch++) {
        mouse("mouseWheel", WIDTH * 0.6, y, ",\"deltaX\":0,\"deltaY\":-100");
        Thread.sleep(FRAME_MILLIS);
      }
    }
  }

  private void scroll() throws Exception {
    for (int notch = 0; notch < 3 * MOVES; notch++) {
      mouse(
          "mouseWheel", WIDTH * 0.6, HEIGHT * 0.6, ",\"deltaX\":0,\"deltaY\":300,\"modifiers\":1");
      Thread.sleep(FRAME_MILLIS);
    }
  }

  private interface Deeds {
    void run() throws Exception;
  }

  private void record(String what, Deeds deeds) throws Exception {
    ask(
        "Tracing.start",
        "\"transferMode\":\"ReturnAsStream\",\"traceConfig\":"
            + "{\"includedCategories\":[\"toplevel\"],\"excludedCategories\":[\"*\"]}");
    evaluate(RECORD);
    deeds.run();
    String[] told = evaluate(STOP).split(";", -1);
    double[] frames = numbers(told[0]);
    double[] tasks = numbers(told[1]);
    System.out.printf(
        Locale.ROOT,
        "  %-22s %5d frames, median %.0f ms, p99 %.0f ms, longest %.0f ms; longest task %s,"
            + " by processor time %.0f ms%n",
        what,
        frames.length,
        frames[frames.length / 2],
        frames[frames.length * 99 / 100],
        frames[frames.length - 1],
        tasks.length == 0
            ? "under 50 ms"
            : String.format(Locale.ROOT, "%.0f ms", tasks[tasks.length - 1]),
        longestThreadMillis(traceSinceStart()));
  }

  /** What Chromium traced since it was asked to: JSON, an event a line. */
  private String traceSinceStart() throws Exception {
    traced = new CompletableFuture<>();
    ask("Tracing.end", "");
    Matcher stream = STREAM.matcher(traced.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    if (!stream.find()) {
      throw new IOException("the browser has no trace");
    }
    StringBuilder text = new StringBuilder();
    String part;
    do {
      part = ask("IO.read", "\"handle\":\"" + stream.group(1) + "\",\"size\":1000000");
      int begin = part.indexOf(DATA) + DATA.length();
      text.append(part, begin, Math.max(begin, part.lastIndexOf("\",\"eof\"")));
    } while (!part.contains("\"eof\":true"));
    ask("IO.close", "\"handle\":\"" + stream.group(1) + "\"");
    return text.toString().replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
  }

  /** The longest task of a page's thread, in processor time. */
  private static double longestThreadMillis(String trace) throws IOException {
    Set<String> threads = new HashSet<>();
    trace
        .lines()
        .filter(line -> line.contains("\"CrRendererMain\""))
        .forEach(line -> threads.add(thread(line)));
    long longest = -1;
    for (String line : trace.lines().filter(line -> line.contains("RunTask\"")).toList()) {
      if (threads.contains(thread(line))) {
        longest = Math.max(longest, Long.parseLong(group(THREAD_TIME, line)));
      }
    }
    if (longest < 0) {
      throw new IOException("the browser's trace has no task of the page's thread");
    }
    return longest / 1e3;
  }

  private static String thread(String event) {
    return group(PID, event) + "/" + group(TID, event);
  }

  private static String group(Pattern pattern, String text) {
    Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "0";
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.split(" ", -1))
        .filter(number -> !number.isEmpty())
        .mapToDouble(Double::parseDouble)
        .sorted()
        .toArray();
  }
}
