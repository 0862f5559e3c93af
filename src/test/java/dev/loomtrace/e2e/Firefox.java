package dev.loomtrace.e2e;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.openqa.selenium.json.Json;

/**
 * A Firefox without a window, driven by WebDriver BiDi, which it speaks itself. A test that asks
 * for one where there is none is aborted.
 */
public final class Firefox implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern LISTENS =
      Pattern.compile("WebDriver BiDi listening on (ws://[^ ]+)");

  private final Process process;
  private final Path profile;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Integer, CompletableFuture<Map<String, Object>>> asked =
      new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();
  private final AtomicInteger lastId = new AtomicInteger();
  private WebSocket socket;
  private String context = "";

  private Firefox(Process process, Path profile) {
    this.process = process;
    this.profile = profile;
  }

  /** A browser with an empty page. */
  public static Firefox open() throws IOException {
    Path program = Browser.program("firefox", "firefox-esr");
    Path profile = Files.createTempDirectory("firefox");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-remote",
                "--remote-debugging-port=0",
                "--width=1400",
                "--height=900",
                "--profile",
                profile.toString())
            .redirectErrorStream(true)
            .start();
    Firefox firefox = new Firefox(process, profile);
    try {
      firefox.connect();
    } catch (IOException | RuntimeException e) {
      firefox.close();
      throw e;
    }
    return firefox;
  }

  private void connect() throws IOException {
    CompletableFuture<String> listens = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> read(listens));
    String address = done(listens);
    socket =
        done(
            client
                .newWebSocketBuilder()
                .buildAsync(URI.create(address + "/session"), new Answers()));
    ask("session.new", Map.of("capabilities", Map.of()));
    ask("session.subscribe", Map.of("events", List.of("log.entryAdded")));
    Map<?, ?> tree = ask("browsingContext.getTree", Map.of());
    context = (String) ((Map<?, ?>) ((List<?>) tree.get("contexts")).getFirst()).get("context");
  }

  /** Takes all that it prints, so that it never waits for a reader. */
  private void read(CompletableFuture<String> listens) {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      StringBuilder said = new StringBuilder();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher matcher = LISTENS.matcher(line);
        if (matcher.find()) {
          listens.complete(matcher.group(1));
        }
        if (!listens.isDone()) {
          said.append(line).append('\n');
        }
      }
      listens.completeExceptionally(new IOException("Firefox ended: " + said));
    } catch (IOException e) {
      listens.completeExceptionally(e);
    }
  }

  private static <T> T done(CompletableFuture<T> future) throws IOException {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IOException("Firefox does not answer", e);
    }
  }

  /** Completes what was asked, and keeps what the browser complains about. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        Map<String, Object> message = new Json().toType(text.toString(), Json.MAP_TYPE);
        text.setLength(0);
        if (message.get("id") instanceof Number id) {
          asked.remove(id.intValue()).complete(message);
        } else if (message.get("params") instanceof Map<?, ?> entry
            && List.of("warn", "error").contains(String.valueOf(entry.get("level")))) {
          complaints.add(entry.get("level") + ": " + entry.get("text"));
        }
      }
      from.request(1);
      return CompletableFuture.completedStage(null);
    }
  }

  private Map<?, ?> ask(String method, Map<String, ?> parameters) throws IOException {
    int id = lastId.incrementAndGet();
    CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
    asked.put(id, answer);
    String question = new Json().toJson(Map.of("id", id, "method", method, "params", parameters));
    done(socket.sendText(question, true));
    Map<String, Object> message = done(answer);
    if (!(message.get("result") instanceof Map<?, ?> result)) {
      throw new IOException(method + ": " + message);
    }
    return result;
  }

  /** Opens an address. */
  public void go(String address) throws IOException {
    ask("browsingContext.navigate", Map.of("context", context, "url", address, "wait", "complete"));
  }

  /**
   * What an expression of a script is in the page, as a text.
   *
   * @throws IOException if it throws something
   */
  public String run(String expression) throws IOException {
    Map<?, ?> answer =
        ask(
            "script.evaluate",
            Map.of(
                "expression",
                "Promise.resolve(" + expression + ").then(String)",
                "target",
                Map.of("context", context),
                "awaitPromise",
                true));
    if (!(answer.get("result") instanceof Map<?, ?> result)) {
      throw new IOException(expression + ": " + answer.get("exceptionDetails"));
    }
    return (String) result.get("value");
  }

  /** Waits until an expression is true. */
  public void until(String expression) {
    await(expression)
        .atMost(PATIENCE)
        .until(
            () -> {
              try {
                return run("Boolean(" + expression + ")").equals("true");
              } catch (IOException e) {
                return false; // The page is on its way to another one.
              }
            });
  }

  /** Clicks on the first element of a selector that has a text in it, as soon as there is one. */
  public void click(String selector, String text) throws IOException {
    Json json = new Json();
    String found =
        "[...document.querySelectorAll("
            + json.toJson(selector)
            + ")].find(each => each.textContent.includes("
            + json.toJson(text)
            + "))";
    until(found);
    run("(" + found + ".click(), '')");
  }

  /** Writes a picture of the page. */
  public void picture(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Map<?, ?> answer = ask("browsingContext.captureScreenshot", Map.of("context", context));
    Files.write(file, Base64.getDecoder().decode((String) answer.get("data")));
  }

  /** What the browser complained about since the last time. */
  public List<String> complaints() {
    List<String> all = new ArrayList<>();
    for (String one = complaints.poll(); one != null; one = complaints.poll()) {
      all.add(one);
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    client.shutdownNow();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(profile)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
