package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The command that serves, until it is interrupted. */
@Isolated("its user has another home")
class OpenCommandTest {
  private static final Path CASES = Path.of("..", "test-fixtures", "cases");

  @TempDir private Path folder;
  private final String home = System.getProperty("user.home");

  /** What is made of traces goes to the user's cache, unless the environment has another. */
  @BeforeEach
  void moveIn() {
    System.setProperty("user.home", folder.toString());
  }

  @AfterEach
  void moveOut() {
    System.setProperty("user.home", home);
  }

  @Test
  void servesUntilItIsInterrupted() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(InputStream.nullInputStream(), out, err, "loomtrace", Screen.NONE);
    CompletableFuture<Integer> code = new CompletableFuture<>();
    String file = CASES.resolve("places-sleep-net.trace").toString();
    Thread command =
        new Thread(
            () -> code.complete(Loomtrace.run(console, "open", "--no-browser", file)), "open");
    command.start();
    Awaitility.await().until(() -> out.toString(StandardCharsets.UTF_8).contains("\n"));
    String address = out.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
    assertTrue(address.matches("http://127\\.0\\.0\\.1:\\d+/\\?token=[A-Za-z0-9_-]{43}"), address);
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address).resolve("/api/files"))
              .header("Authorization", "Bearer " + address.substring(address.indexOf('=') + 1))
              .build();
      HttpResponse<String> files = client.send(request, HttpResponse.BodyHandlers.ofString());
      Map<String, String> answer = TraceCommandsTest.flat(files.body());
      assertEquals("places-sleep-net.trace", answer.get("/files/0/name"));
      assertEquals(Build.version(), answer.get("/version"));
      for (String question : List.of("summary", "threads", "carriers", "path", "mmu", "regions")) {
        HttpRequest asking =
            HttpRequest.newBuilder(URI.create(address).resolve("/api/f/0/" + question))
                .header("Authorization", "Bearer " + address.substring(address.indexOf('=') + 1))
                .build();
        Map<String, String> told =
            TraceCommandsTest.flat(
                client.send(asking, HttpResponse.BodyHandlers.ofString()).body());
        Map<String, String> printed =
            TraceCommandsTest.flat(CommandRun.of(question, "--json", file).out());
        assertFalse(printed.isEmpty(), question);
        printed.forEach(
            (member, value) -> assertEquals(value, told.get("/answer" + member), member));
        assertEquals("loomtrace " + question + " " + file, told.get("/command"));
      }
    }
    command.interrupt();
    assertEquals(0, code.get());
    assertEquals("", err.toString(StandardCharsets.UTF_8));
    assertEquals(1, out.toString(StandardCharsets.UTF_8).lines().count());
  }

  @Test
  void saysInALineWhatIsWrong() throws IOException {
    String file = CASES.resolve("places-sleep-net.trace").toString();
    CommandRun.of("open", "--port", "65536", file).fails(2);
    CommandRun.of("open", "-").fails(2);
    CommandRun.of("open").fails(2);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String line = CommandRun.of("open", "--port", taken.getLocalPort(), file).fails(1);
      assertTrue(line.startsWith("loomtrace: cannot listen at 127.0.0.1 port "), line);
    }
    Path empty = Files.createDirectory(folder.resolve("empty"));
    String none = CommandRun.of("open", empty).fails(1);
    assertTrue(none.contains("no recording or trace is in there"), none);
  }

  @Test
  void opensTheBrowserWhereThereIsOne() {
    Map<String, String> screen = Map.of("DISPLAY", ":0");
    assertEquals(
        Optional.of(List.of("xdg-open", "http://a/")),
        Browser.command("Linux", screen, "http://a/"));
    assertEquals(
        Optional.of(List.of("xdg-open", "http://a/")),
        Browser.command("Linux", Map.of("WAYLAND_DISPLAY", "wayland-0"), "http://a/"));
    assertEquals(Optional.empty(), Browser.command("Linux", Map.of(), "http://a/"));
    assertEquals(
        Optional.of(List.of("open", "http://a/")),
        Browser.command("Mac OS X", Map.of(), "http://a/"));
    assertEquals(
        Optional.of(List.of("rundll32", "url.dll,FileProtocolHandler", "http://a/")),
        Browser.command("Windows 11", Map.of(), "http://a/"));
  }
}
