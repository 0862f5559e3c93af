package dev.loomtrace.tool;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.Browser;
import dev.loomtrace.e2e.RunningJvm;
import dev.loomtrace.e2e.program.LateWait;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a JVM that runs. */
@Tag("parallel")
class LiveIT {
  @TempDir private Path folder;

  private RunningJvm program(String... options) throws IOException {
    return new RunningJvm(ChildJvm.command(25, List.of(options), LateWait.class), folder);
  }

  /** What a path of the page's server says. */
  private static String get(String address, String path) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address).resolve(path))
              .header("Authorization", "Bearer " + address.substring(address.indexOf('=') + 1))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** How long those waited for a lock who wait late, as the latest revision has it. */
  private static long seen(String address) throws IOException {
    String revision = TraceCommandsTest.flat(get(address, "/api/files")).get("/files/0/id");
    Map<String, String> threads =
        TraceCommandsTest.flat(get(address, "/api/f/" + revision + "/threads"));
    for (int i = 0; threads.containsKey("/answer/groups/" + i + "/group"); i++) {
      String group = "/answer/groups/" + i;
      if (threads.get(group + "/group").endsWith("LateWait.late")) {
        return Long.parseLong(threads.getOrDefault(group + "/nanosByState/blocked/monitor", "0"));
      }
    }
    return 0;
  }

  private static List<Path> dumpsIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void showsWhatHappensAfterItWasOpened() throws Exception {
    Path dumps = Files.createDirectory(folder.resolve("dumps of it"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CompletableFuture<Integer> code = new CompletableFuture<>();
    try (RunningJvm jvm =
        program("-javaagent:" + ChildJvm.agent(), "-XX:StartFlightRecording:maxsize=1g")) {
      jvm.read("ready");
      Path repository = new dev.loomtrace.tool.RunningJvm(jvm.pid()).repository().orElseThrow();
      await().until(() -> LiveFolder.hasChunks(repository));
      List<Path> chunks = dumpsIn(repository);
      Thread command =
          new Thread(
              () ->
                  code.complete(
                      Loomtrace.run(
                          new Console(
                              InputStream.nullInputStream(), out, err, "loomtrace", Screen.NONE),
                          "live",
                          "--no-browser",
                          "--every",
                          "2s",
                          "--dumps",
                          dumps.toString(),
                          Long.toString(jvm.pid()))),
              "live");
      command.start();
      await()
          .atMost(Duration.ofMinutes(1))
          .until(() -> out.toString(StandardCharsets.UTF_8).contains("\n") || code.isDone());
      assertFalse(code.isDone(), () -> err.toString(StandardCharsets.UTF_8));
      String address = out.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
      assertEquals(0, seen(address), "nobody has waited yet");
      try (Browser browser = Browser.open()) {
        browser.go(address);
        browser.find("h1", "live-" + jvm.pid());
        browser.find(".strip", "live: the last");
        assertPlacesMove(browser);
        jvm.write("wait");
        long waited = jvm.read("waited");
        await().atMost(Duration.ofMinutes(1)).until(() -> seen(address) > 0);
        long seen = seen(address);
        assertTrue(seen <= waited, seen + " of " + waited);
        assertTrue(seen > waited / 2, seen + " of " + waited);
        browser.find("main", "LateWait.late");
        browser.find(".strip button", "Dump").click();
        browser.find(".strip code", ".jfr");
        assertEquals(List.of(), browser.complaints());
        List<Path> dump = dumpsIn(dumps);
        assertEquals(1, dump.size(), dump::toString);
        assertEquals(browser.find(".strip code").getText(), dump.getFirst().toString());
        CommandRun.of("summary", dump.getFirst()).succeeds();
        assertTrue(
            dumpsIn(repository).containsAll(chunks), "what the JVM had written is still there");
        assertEquals(0, jvm.end());
        browser.find(".strip", "ended");
        assertTrue(seen(address) > 0, "the last window stays");
      }
      command.interrupt();
      assertEquals(0, code.get());
      assertEquals(
          "loomtrace: ended; what was copied of the recording is deleted\n",
          err.toString(StandardCharsets.UTF_8));
    }
  }

  /** Of a trace of 100 ns, when one that begins 30 ns later and lasts 120 ns takes its place. */
  private static void assertPlacesMove(Browser browser) {
    String[][] places = {
      {"from=50&to=100", "from=70&to=120"},
      {"from=40&to=60", "from=10&to=30"},
      {"from=10&to=20", ""},
      {"view=unit&task=5", "view=unit&task=5"},
      {"view=timeline&thread=7&time=31", "view=timeline&thread=7&time=1"},
      {"view=timeline&thread=7&time=29", "view=timeline&thread=7"},
      {"sel=50-60", "sel=20-30"},
      {"crit=thread.7.40.60", "crit=thread.7.10.30"},
      {"crit=thread.7.20.60", ""},
      {"view=timeline&crit=task.5", "view=timeline&crit=task.5"},
    };
    for (String[] place : places) {
      assertEquals(
          "#" + place[1],
          browser.run(
              "return Promise.all([import('/page/live.js'), import('/page/place.js')]).then("
                  + "([live, place]) => place.fragment("
                  + "live.moved(place.parse(arguments[0]), 100, 120, 30)))",
              place[0]),
          place[0]);
    }
  }

  @Test
  void saysHowToStartARecording() throws IOException {
    try (RunningJvm jvm = program()) {
      jvm.read("ready");
      assertEquals(
          "loomtrace: process "
              + jvm.pid()
              + " is not recording to disk; start a recording: jcmd "
              + jvm.pid()
              + " JFR.start name=loomtrace maxage=10m",
          CommandRun.of("live", jvm.pid()).fails(1));
      assertEquals(0, jvm.end());
    }
  }
}
