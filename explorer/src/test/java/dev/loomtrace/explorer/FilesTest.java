package dev.loomtrace.explorer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loomtrace.analysis.GroupNames;
import dev.loomtrace.explorer.Client.Json;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.StoreCache;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are shown, and what is said of those that cannot be. */
class FilesTest {
  private static final Path CASES = Path.of("..", "test-fixtures", "cases");

  @TempDir private Path folder;

  private Shown show(Path... files) throws IOException {
    return Shown.of(folder.resolve("cache"), files);
  }

  @Test
  void showsSeveralFiles() throws IOException {
    Path one = Shown.random(folder, 1, 300);
    Path other = Shown.random(folder, 2, 900);
    try (Shown shown = show(one, other)) {
      Json answer = shown.client().json("/api/files");
      assertEquals("test", answer.text("version"));
      List<Json> files = answer.list("files");
      assertEquals(2, files.size());
      for (int i = 0; i < 2; i++) {
        Path file = List.of(one, other).get(i);
        assertEquals(i, files.get(i).number("id"));
        assertEquals(file.getFileName().toString(), files.get(i).text("name"));
        assertEquals(Files.size(file), files.get(i).number("bytes"));
        assertEquals(
            Files.getLastModifiedTime(file).toInstant().toString(), files.get(i).text("modified"));
        assertEquals("ready", files.get(i).text("state"));
        try (SpanStore store = shown.store(file)) {
          assertEquals(
              store.extent().events(),
              shown.client().json("/api/f/" + i + "/extent").number("events"));
        }
      }
      assertEquals(List.of(), shown.said());
    }
  }

  @Test
  void opensThoseOfAFolderWhenTheyAreAskedFor() throws IOException {
    Path recordings = Files.createDirectory(folder.resolve("recordings"));
    Shown.random(recordings, 2, 300);
    Shown.random(recordings, 1, 300);
    Files.writeString(recordings.resolve("notes.txt"), "hello");
    Files.createDirectory(recordings.resolve("within"));
    try (Shown shown = show(recordings)) {
      List<Json> files = shown.client().json("/api/files").list("files");
      assertEquals(
          List.of("random-1.trace", "random-2.trace"),
          files.stream().map(file -> file.text("name")).toList());
      assertTrue(files.stream().allMatch(file -> file.text("state").equals("closed")));
      Awaitility.await().until(() -> shown.client().get("/api/f/1/extent").statusCode() == 200);
      files = shown.client().json("/api/files").list("files");
      assertEquals("closed", files.get(0).text("state"));
      assertEquals("ready", files.get(1).text("state"));
    }
  }

  @Test
  void saysWhichOfSeveralIsNoTrace() throws IOException {
    Path notes = Files.writeString(folder.resolve("notes.txt"), "hello");
    try (Shown shown = show(Shown.random(folder, 1, 300), notes)) {
      Json file = shown.client().json("/api/files").list("files").get(1);
      assertEquals("failed", file.text("state"));
      assertTrue(file.text("error").startsWith("offset 0x0: found \"hello\""), file.text("error"));
      HttpResponse<byte[]> response = shown.client().get("/api/f/1/extent");
      assertEquals(500, response.statusCode());
      assertTrue(
          new String(response.body(), StandardCharsets.UTF_8).contains("found \\\"hello\\\""));
      assertEquals(1, shown.said().size());
      assertTrue(shown.said().getFirst().startsWith(notes + ": offset 0x0: "));
    }
  }

  @Test
  void refusesWhatIsNoTrace() throws IOException {
    Path notes = Files.writeString(folder.resolve("notes.txt"), "hello");
    IOException none = assertThrows(IOException.class, () -> show(notes));
    assertTrue(none.getMessage().startsWith(notes + ": offset 0x0: found \"hello\""));
    Path gone = folder.resolve("gone.jfr");
    assertEquals(
        gone.toString(), assertThrows(NoSuchFileException.class, () -> show(gone)).getFile());
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertTrue(
        assertThrows(IOException.class, () -> show(empty))
            .getMessage()
            .contains("no recording or trace"));
  }

  @Test
  void showsWhatIsWholeOfADamagedFile() throws IOException {
    byte[] whole = Files.readAllBytes(Shown.random(folder, 1, 3000));
    Path cut = Files.write(folder.resolve("cut.trace"), Arrays.copyOf(whole, whole.length * 2 / 3));
    try (Shown shown = show(cut)) {
      Json extent = shown.client().ask("extent");
      assertTrue(extent.number("events") > 0);
      assertFalse(extent.text("fault").isEmpty());
      // It is said by the thread that read the file, when others can ask about it already.
      Awaitility.await().until(() -> shown.said().size() == 1);
      assertTrue(shown.said().getFirst().startsWith(cut + ": "), shown.said().toString());
      assertTrue(shown.said().getFirst().endsWith("; what comes before that is shown"));
    }
  }

  @Test
  void saysThatAPortIsTaken() throws IOException {
    Path file = Shown.random(folder, 1, 300);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      StoreCache cache = new StoreCache(folder.resolve("cache"), Long.MAX_VALUE);
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  Explorer.start(
                      new ExplorerOptions(
                          List.of(file),
                          ExplorerOptions.LOOPBACK,
                          taken.getLocalPort(),
                          cache,
                          "test",
                          line -> {})));
      assertTrue(
          e.getMessage().startsWith("cannot listen at 127.0.0.1 port " + taken.getLocalPort()),
          e.getMessage());
    }
  }

  @Test
  void servesTheLibrariesOfThePage() throws IOException {
    try (Shown shown = show(Shown.random(folder, 1, 300))) {
      HttpResponse<byte[]> script = shown.client().get("/lib/uPlot.esm.js");
      assertEquals(200, script.statusCode());
      assertEquals(
          List.of("text/javascript; charset=utf-8"), script.headers().allValues("Content-Type"));
      assertTrue(new String(script.body(), StandardCharsets.UTF_8).contains("export { uPlot as"));
      assertEquals(200, shown.client().get("/lib/uPlot.min.css").statusCode());
      assertEquals(404, shown.client().get("/lib/uPlot.iife.js").statusCode());
    }
  }

  /** Wherever the store is damaged, nobody sees it: it is made anew. */
  @Test
  void readsAgainWhatWasFoundDamaged() throws IOException {
    Path file = Shown.random(folder, 3, 20_000);
    List<String> questions =
        List.of("rows", "logs?limit=10000", "units?kind=region", "spans?row=x:ranges", "selection");
    List<byte[]> truth = new ArrayList<>();
    try (Shown shown = show(file)) {
      for (String question : questions) {
        truth.add(shown.client().get("/api/f/0/" + question).body());
      }
    }
    Path kept;
    try (Stream<Path> stores = Files.list(folder.resolve("cache"))) {
      kept = stores.findFirst().orElseThrow();
    }
    long size = Files.size(kept);
    assertTrue(size > 1 << 17, "it has several parts that are checked: " + size);
    for (long at = 600; at < size; at += 1 << 15) {
      try (FileChannel out = FileChannel.open(kept, StandardOpenOption.WRITE)) {
        out.write(ByteBuffer.wrap(new byte[] {0x55, 0x33, 0x55, 0x33}), at);
      }
      try (Shown shown = show(file)) {
        for (int i = 0; i < questions.size(); i++) {
          String path = "/api/f/0/" + questions.get(i);
          Awaitility.await().until(() -> shown.client().get(path).statusCode() == 200);
          assertArrayEquals(truth.get(i), shown.client().get(path).body(), path);
        }
      }
    }
  }

  /** Answers that come from the store, or else from the file, do not wait for that. */
  @Test
  void answersFromTheFileWhatWasFoundDamaged() throws IOException {
    Path file = Shown.random(folder, 3, 20_000);
    byte[] truth;
    try (Shown shown = show(file)) {
      truth = shown.client().get("/api/f/0/path").body();
    }
    Path kept;
    try (Stream<Path> stores = Files.list(folder.resolve("cache"))) {
      kept = stores.findFirst().orElseThrow();
    }
    long size = Files.size(kept);
    for (long at = 600; at < size; at += 1 << 15) {
      try (FileChannel out = FileChannel.open(kept, StandardOpenOption.WRITE)) {
        out.write(ByteBuffer.wrap(new byte[] {0x55, 0x33, 0x55, 0x33}), at);
      }
      try (Shown shown = show(file)) {
        HttpResponse<byte[]> response = shown.client().get("/api/f/0/path");
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertEquals(200, response.statusCode(), text);
        assertArrayEquals(truth, response.body(), text);
        Awaitility.await().until(() -> shown.client().get("/api/f/0/rows").statusCode() == 200);
      }
    }
  }

  /** Names that anyone may have made: exact in JSON, and nothing of them is raw. */
  @ParameterizedTest
  @ValueSource(strings = {"hostile-names.trace", "escapes.jfr"})
  void namesAreExactAndHarmless(String name) throws IOException {
    Path file = CASES.resolve(name);
    try (Shown shown = show(file);
        SpanStore store = shown.store(file)) {
      Client client = shown.client();
      Set<String> questions =
          new HashSet<>(
              List.of(
                  "rows",
                  "extent",
                  "members?limit=1000",
                  "logs?limit=1000",
                  "search?q=a",
                  "selection",
                  "units?kind=thread",
                  "units?kind=region"));
      for (Json row : client.ask("members", "limit", 1000).list("rows")) {
        questions.add("spans" + Client.path("", "row", row.text("id")));
        questions.add("critical" + Client.path("", "thread", row.text("id").substring(2)));
      }
      for (String question : questions) {
        HttpResponse<byte[]> response = client.get("/api/f/0/" + question);
        String text = new String(response.body(), StandardCharsets.UTF_8);
        assertEquals(200, response.statusCode(), text);
        assertEquals(List.of("nosniff"), response.headers().allValues("X-Content-Type-Options"));
        assertTrue(
            response
                .headers()
                .firstValue("Content-Type")
                .orElse("")
                .startsWith("application/json"));
        assertTrue(text.codePoints().noneMatch(FilesTest::steers), () -> question + ": " + text);
      }
      Set<String> groups = new HashSet<>();
      for (int i = 0; i < store.threads().size(); i++) {
        groups.add(GroupNames.of(store.threads().get(i)));
      }
      Set<String> told = new HashSet<>();
      for (Json row : client.ask("members", "limit", 1000).list("rows")) {
        told.add(row.text("group"));
      }
      // What is half a character is no text, and cannot be in UTF-8.
      assertEquals(groups.stream().map(FilesTest::asText).collect(Collectors.toSet()), told);
    }
  }

  private static String asText(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .forEach(
            c -> text.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 0xFFFD : c));
    return text.toString();
  }

  private static boolean steers(int codePoint) {
    return codePoint < ' '
        || codePoint == 0x7f
        || Character.getType(codePoint) == Character.CONTROL
        || Character.getType(codePoint) == Character.FORMAT
        || Character.getType(codePoint) == Character.LINE_SEPARATOR;
  }

  /** Else a page would show the timeline of one trace and the numbers of another. */
  @Test
  void doesNotMixAFileWithWhatTookItsPlace() throws IOException {
    Path replaced = Shown.random(folder, 1, 300);
    Path gone = Shown.random(folder, 2, 300);
    Path other = Shown.random(Files.createDirectory(folder.resolve("other")), 3, 900);
    try (Shown shown = show(replaced, gone)) {
      Client client = shown.client();
      long events = client.json("/api/f/0/extent").number("events");
      client.json("/api/f/0/tasks");
      client.json("/api/f/1/extent");
      Files.move(other, replaced, StandardCopyOption.REPLACE_EXISTING);
      Files.delete(gone);
      for (String question : List.of("summary", "threads", "why", "carriers")) {
        String text = said(client, "/api/f/0/" + question);
        assertTrue(text.contains(replaced + " has changed since it was opened"), text);
        text = said(client, "/api/f/1/" + question);
        assertTrue(text.contains(gone + " is no longer there"), text);
      }
      assertEquals(events, client.json("/api/f/0/extent").number("events"));
      client.json("/api/f/1/rows");
      // Those are of the store.
      client.json("/api/f/0/path?tail=true");
    }
  }

  private static String said(Client client, String path) throws IOException {
    HttpResponse<byte[]> response = client.get(path);
    assertEquals(500, response.statusCode(), path);
    return Json.of(new String(response.body(), StandardCharsets.UTF_8)).text("error");
  }

  /** It would wait for a writer, and have nothing for who reads it again. */
  @Test
  void refusesWhatIsNoFile() {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    IOException refused = assertThrows(IOException.class, () -> show(device).close());
    assertTrue(refused.getMessage().contains("/dev/null: is no file"), refused.getMessage());
  }
}
