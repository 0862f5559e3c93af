package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.explorer.Client.Json;
import dev.loomtrace.timeline.store.StoreCache;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Recording;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server of a recording that goes on, on chunks of this JVM that come and go. */
class LiveTest {
  private static final String DUMP = "/api/live/dump";

  @TempDir private Path folder;
  private final AtomicBoolean running = new AtomicBoolean(true);
  private Explorer explorer;
  private Client client;

  /** A chunk of the next moments. */
  private static byte[] chunk(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "chunk", ".part");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ThreadSleep").withoutThreshold();
      recording.start();
      Thread.sleep(3);
      recording.stop();
      recording.dump(file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }

  private void start(Optional<LiveOptions.Dumper> dumper) throws IOException {
    explorer =
        Explorer.startLive(
            new ExplorerOptions(
                List.of(),
                ExplorerOptions.LOOPBACK,
                0,
                new StoreCache(folder.resolve("cache"), Long.MAX_VALUE),
                "test",
                sentence -> {}),
            new LiveOptions(
                folder,
                "live-1",
                Duration.ofMinutes(5),
                Duration.ofMillis(1),
                running::get,
                dumper));
    client = new Client(explorer.address());
    assertTrue(explorer.await(1, TimeUnit.MINUTES));
  }

  @AfterEach
  void stop() throws IOException {
    if (explorer != null) {
      explorer.close();
    }
  }

  private Json status(long held) throws IOException {
    return client.json("/api/live", "hold", held);
  }

  /** The number of a revision that is not this one. */
  private Json awaitNewer(long than) {
    return Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> status(than), status -> status.number("revision") != than);
  }

  private Json extent(long revision) throws IOException {
    return client.json("/api/f/" + revision + "/extent");
  }

  @Test
  void showsEachRevisionAsATraceOfItsOwn() throws IOException {
    byte[] first = chunk(folder);
    byte[] second = chunk(folder);
    Path oldest = Files.write(folder.resolve("1.jfr"), first);
    Files.write(folder.resolve("2.jfr"), second);
    start(Optional.empty());
    Json files = client.json("/api/files");
    assertTrue(files.flag("live"));
    assertEquals("live-1.jfr", files.list("files").getFirst().text("name"));
    Json status = status(0);
    assertEquals(0, status.number("revision"));
    assertFalse(status.flag("dump"));
    long before = extent(0).number("durationNanos");
    assertEquals(before, status.number("durationNanos"));

    Files.delete(oldest);
    Json newer = awaitNewer(0);
    long revision = newer.number("revision");
    assertEquals(revision, client.json("/api/files").list("files").getFirst().number("id"));
    long after = extent(revision).number("durationNanos");
    assertTrue(after < before, after + ", before " + before);
    // Both end with the same event, so one time is that of the other exactly.
    assertEquals(before - newer.number("laterNanos"), after);
    assertEquals(before, extent(0).number("durationNanos"), "the one before is what it was");
    assertTrue(newer.flag("held"));
    client.json("/api/f/0/summary");

    Files.write(folder.resolve("3.jfr"), chunk(folder));
    long third = awaitNewer(revision).number("revision");
    assertTrue(extent(third).number("events") > extent(revision).number("events"));
    assertEquals(404, client.get("/api/f/" + (third + 1) + "/extent").statusCode());
    assertFalse(status(third + 1).flag("held"));
  }

  @Test
  void letsGoOfRevisionsThatAreTooMany() throws IOException {
    Files.write(folder.resolve("0.jfr"), chunk(folder));
    start(Optional.empty());
    long revision = 0;
    for (int i = 1; i <= 5; i++) {
      Files.write(folder.resolve(i + ".jfr"), chunk(folder));
      revision = awaitNewer(revision).number("revision");
      extent(revision);
    }
    Awaitility.await().until(() -> client.get("/api/f/0/extent").statusCode() == 404);
    assertEquals(200, client.get("/api/f/" + revision + "/extent").statusCode());
  }

  @Test
  void keepsTheLastOneAndLeavesNothingBehind() throws IOException {
    byte[] bytes = chunk(folder);
    Path file = Files.write(folder.resolve("1.jfr"), bytes);
    start(Optional.empty());
    String command = client.json("/api/f/0/summary").text("command");
    Path copy = Path.of(command.substring(command.indexOf('/')));
    assertTrue(Files.isRegularFile(copy), command);
    Path work = copy.getParent().getParent();
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(work)));

    Files.delete(file);
    Awaitility.await().until(() -> status(0).has("trouble"));
    assertTrue(status(0).text("trouble").contains("no chunk any more"));
    running.set(false);
    Awaitility.await().until(() -> status(0).flag("ended"));
    assertFalse(status(0).has("trouble"));
    assertTrue(extent(0).number("events") > 0);
    explorer.close();
    assertFalse(Files.exists(work));
    assertFalse(Files.exists(folder.resolve("cache")), "nothing is put there");
  }

  @Test
  void saysIfWhatIsNewCannotBeRead() throws IOException {
    byte[] bytes = chunk(folder);
    Files.write(folder.resolve("1.jfr"), bytes);
    start(Optional.empty());
    // What follows the header is not what the header says.
    byte[] wrong = chunk(folder);
    Arrays.fill(wrong, 68, wrong.length, (byte) 0x7f);
    Files.delete(folder.resolve("1.jfr"));
    Files.write(folder.resolve("2.jfr"), wrong);
    Json status = Awaitility.await().until(() -> status(0), each -> each.has("trouble"));
    assertTrue(status.text("trouble").contains("cannot be read"), status.text("trouble"));
    assertEquals(0, status.number("revision"));
    assertTrue(extent(0).number("events") > 0);
  }

  @Test
  void refusesAFolderWithNothingToRead() {
    running.set(false);
    IOException none = assertThrows(IOException.class, () -> start(Optional.empty()));
    assertEquals(folder + ": no chunk of a recording is in there yet", none.getMessage());
  }

  private HttpResponse<byte[]> send(String method, String path, String... headers)
      throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(client.address().resolve(path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (headers.length > 0) {
      request.headers(headers);
    }
    return Client.send(request.build());
  }

  private String bearer() {
    return "Bearer " + client.token();
  }

  private String cookie() {
    return "loomtrace-" + client.address().getPort() + "=" + client.token();
  }

  private String origin() {
    return "http://" + client.address().getAuthority();
  }

  @Test
  void dumpsForWhoeverHasTheTokenAndAsksFromThePage() throws IOException {
    Files.write(folder.resolve("1.jfr"), chunk(folder));
    AtomicBoolean asked = new AtomicBoolean();
    start(
        Optional.of(
            () -> {
              asked.set(true);
              return Path.of("/tmp/a \"dump\".jfr");
            }));
    assertTrue(status(0).flag("dump"));
    assertEquals(403, send("POST", DUMP).statusCode());
    assertEquals(403, send("POST", DUMP, "Authorization", "Bearer x").statusCode());
    assertEquals(403, send("POST", DUMP, "Cookie", cookie()).statusCode(), "no Origin");
    for (String[] foreign :
        new String[][] {
          {"Origin", "https://evil.example"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}
        }) {
      assertEquals(
          403, send("POST", DUMP, "Authorization", bearer(), foreign[0], foreign[1]).statusCode());
      assertEquals(
          403, send("POST", DUMP, "Cookie", cookie(), foreign[0], foreign[1]).statusCode());
    }
    for (String method : List.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS")) {
      HttpResponse<byte[]> response = send(method, DUMP, "Authorization", bearer());
      assertEquals(405, response.statusCode(), method);
      assertEquals(List.of("POST"), response.headers().allValues("Allow"));
    }
    for (String path : List.of("/api/files", "/api/live", "/api/f/0/extent", DUMP + "/", "/")) {
      assertEquals(405, send("POST", path, "Authorization", bearer()).statusCode(), path);
    }
    assertFalse(asked.get(), "none of these was heard");
    HttpResponse<byte[]> page =
        send("POST", DUMP, "Cookie", cookie(), "Origin", origin(), "Sec-Fetch-Site", "same-origin");
    assertEquals(200, page.statusCode());
    assertEquals(
        "/tmp/a \"dump\".jfr",
        Json.of(new String(page.body(), StandardCharsets.UTF_8)).text("path"));
    assertEquals(200, send("POST", DUMP, "Authorization", bearer()).statusCode());
  }

  @Test
  void writesOneDumpAtATimeAndSaysWhatIsWrong() throws Exception {
    Files.write(folder.resolve("1.jfr"), chunk(folder));
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    start(
        Optional.of(
            () -> {
              begun.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new IOException("the disk is full");
            }));
    CompletableFuture<HttpResponse<byte[]>> first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return send("POST", DUMP, "Authorization", bearer());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    begun.await();
    assertEquals(409, send("POST", DUMP, "Authorization", bearer()).statusCode());
    goOn.countDown();
    HttpResponse<byte[]> failed = first.get();
    assertEquals(500, failed.statusCode());
    assertTrue(new String(failed.body(), StandardCharsets.UTF_8).contains("the disk is full"));
  }

  @Test
  void cannotDumpAFolder() throws IOException {
    Files.write(folder.resolve("1.jfr"), chunk(folder));
    start(Optional.empty());
    assertEquals(405, send("POST", DUMP, "Authorization", bearer()).statusCode());
    assertEquals(404, client.get(DUMP).statusCode());
  }
}
