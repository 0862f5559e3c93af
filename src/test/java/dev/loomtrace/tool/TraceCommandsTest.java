package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.loomtrace.testing.PerfettoReplay;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandsTest {
  @TempDir static Path folder;
  private static Path recording;

  @BeforeAll
  static void record() throws Exception {
    recording = SampleRecording.in(folder);
  }

  @Test
  void convertsToAGoTrace() throws IOException {
    Path out = folder.resolve("trace.out");
    CommandRun run = CommandRun.of("convert", recording, out).succeeds();
    assertTrue(
        new String(Files.readAllBytes(out), StandardCharsets.ISO_8859_1)
            .startsWith("go 1.26 trace"));
    assertTrue(run.err().contains("wrote " + out + ": "), run.err());
    assertEquals("", run.out());
  }

  @Test
  void convertsThroughPipesToTheSameBytes() throws IOException {
    Path out = folder.resolve("direct.out");
    CommandRun.of("convert", recording, out).succeeds();
    CommandRun piped =
        CommandRun.withInput(Files.readAllBytes(recording), "convert", "-", "-").succeeds();
    assertArrayEquals(Files.readAllBytes(out), piped.bytes());
  }

  @Test
  void convertsAGoTraceToARecordingAndBack() throws IOException {
    Path go = folder.resolve("there.out");
    CommandRun.of("convert", recording, go).succeeds();
    Path jfr = folder.resolve("there.jfr");
    CommandRun run = CommandRun.of("convert", go, jfr).succeeds();
    assertTrue(run.err().matches("(?s).*wrote .*: [0-9,]+ events in [0-9]+ parts?, .*"), run.err());
    assertEquals(
        CommandRun.of("print", go).succeeds().out(), CommandRun.of("print", jfr).succeeds().out());
    Path back = folder.resolve("back.out");
    CommandRun.of("convert", jfr, back).succeeds();
    assertEquals(
        CommandRun.of("print", go).succeeds().out(), CommandRun.of("print", back).succeeds().out());
    CommandRun.of("validate", jfr).succeeds();
  }

  /** The output's name says it, then what comes in; and the option, whatever these say. */
  @Test
  void choosesTheFormatToWrite() throws IOException {
    Path go = folder.resolve("choice.out");
    CommandRun.of("convert", recording, go).succeeds();
    Path named = folder.resolve("choice.jfr");
    CommandRun.of("convert", go, named).succeeds();
    assertTrue(isRecording(Files.readAllBytes(named)));
    byte[] trace = Files.readAllBytes(go);
    assertArrayEquals(
        Files.readAllBytes(named),
        CommandRun.withInput(trace, "convert", "-", "-").succeeds().bytes());
    Path bare = folder.resolve("choice");
    CommandRun.of("convert", go, bare).succeeds();
    assertTrue(isRecording(Files.readAllBytes(bare)));
    CommandRun.of("convert", "--to", "go", go, bare).succeeds();
    assertFalse(isRecording(Files.readAllBytes(bare)));
    CommandRun.of("convert", "--to", "jfr", go, go.resolveSibling("jfr.out")).succeeds();
    assertTrue(isRecording(Files.readAllBytes(go.resolveSibling("jfr.out"))));
    CommandRun.of("convert", go, go.resolveSibling("go.out")).succeeds();
    assertFalse(isRecording(Files.readAllBytes(go.resolveSibling("go.out"))));
    assertTrue(
        CommandRun.of("convert", "--to", "otf", go, bare).fails(2).contains("go, jfr, perfetto"));
  }

  @Test
  void convertsForPerfetto() throws IOException {
    Path plain = folder.resolve("sample.pftrace");
    CommandRun run = CommandRun.of("convert", recording, plain).succeeds();
    assertTrue(run.err().contains("wrote " + plain + ": "), run.err());
    byte[] bytes = Files.readAllBytes(plain);
    PerfettoReplay replay = new PerfettoReplay(bytes);
    long orders = replay.slices().stream().filter(s -> s.toString().endsWith("task order")).count();
    assertEquals(SampleRecording.ORDERS, orders);
    assertEquals(SampleRecording.ORDERS, replay.instants().size());
    assertFalse(replay.blocked().isEmpty());
    Path compressed = folder.resolve("sample.pftrace.gz");
    CommandRun.of("convert", recording, compressed).succeeds();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(compressed))) {
      assertArrayEquals(bytes, in.readAllBytes());
    }
    assertArrayEquals(
        bytes,
        CommandRun.withInput(Files.readAllBytes(recording), "convert", "--to", "perfetto", "-", "-")
            .succeeds()
            .bytes());
  }

  @Test
  void showsTheBusiestThreadsInPerfetto() throws IOException {
    Path out = folder.resolve("busiest.pftrace");
    CommandRun.of("convert", "--threads", "2", recording, out).succeeds();
    List<String> shown =
        new PerfettoReplay(Files.readAllBytes(out))
            .threadNames().stream().filter(name -> !name.startsWith("other threads on ")).toList();
    assertEquals(2, shown.size(), shown::toString);
    Path go = folder.resolve("busiest.out");
    CommandRun.of("convert", "--threads", "2", recording, go).fails(2);
    CommandRun.of("convert", "--threads", "0", recording, out).fails(2);
    CommandRun.of("convert", "--threads", "2", "-", out).fails(2);
    assertFalse(Files.exists(go));
  }

  @Test
  void showsATaskInPerfetto() throws IOException {
    Path all = folder.resolve("all.pftrace");
    CommandRun.of("convert", recording, all).succeeds();
    Path out = folder.resolve("task.pftrace");
    CommandRun.of("convert", "--task", "order", recording, out).succeeds();
    PerfettoReplay replay = new PerfettoReplay(Files.readAllBytes(out));
    assertTrue(
        replay.slices().stream().anyMatch(s -> s.toString().endsWith("task order")),
        replay.slices()::toString);
    int shown = own(replay);
    assertTrue(shown > 0 && shown < own(new PerfettoReplay(Files.readAllBytes(all))), "" + shown);
    CommandRun.of("convert", "--task-id", "x", recording, out).fails(2);
    assertTrue(
        CommandRun.of("convert", "--task", "nobody's", recording, out)
            .fails(1)
            .contains("no task"));
    CommandRun.of("convert", "--task", "order", "--threads", "2", recording, out).fails(2);
  }

  private static int own(PerfettoReplay replay) {
    return (int)
        replay.threadNames().stream().filter(name -> !name.startsWith("other threads on ")).count();
  }

  @Test
  void showsAWindowInPerfetto() throws IOException {
    Path all = folder.resolve("all.pftrace");
    CommandRun.of("convert", recording, all).succeeds();
    PerfettoReplay whole = new PerfettoReplay(Files.readAllBytes(all));
    Path out = folder.resolve("window.pftrace");
    CommandRun.of("convert", "--window", "0s..1h", recording, out).succeeds();
    assertEquals(whole.sums(), new PerfettoReplay(Files.readAllBytes(out)).sums());
    CommandRun.of("convert", "--window", "..1ms", recording, out).succeeds();
    assertTrue(
        new PerfettoReplay(Files.readAllBytes(out)).wakings().size() < whole.wakings().size());
    CommandRun.of("convert", "--window", "2020-01-01T00:00:00Z..", recording, out).succeeds();
    assertEquals(whole.sums(), new PerfettoReplay(Files.readAllBytes(out)).sums());
    for (String wrong : List.of("1s", "..", "1..2", "a..b", "1 parsec..")) {
      assertTrue(
          CommandRun.of("convert", "--window", wrong, recording, out)
              .fails(2)
              .contains(wrong.strip().substring(0, 1)));
    }
    CommandRun.of("convert", "--window", "2s..1s", recording, out).fails(1);
    assertTrue(
        CommandRun.of("convert", "--window", "1h..2h", recording, out)
            .fails(1)
            .contains("nothing happens in this window"));
  }

  @Test
  void severalTracesAreInOneFileForPerfetto() throws IOException {
    Path other = folder.resolve("copy.jfr");
    Files.copy(recording, other);
    Path all = folder.resolve("one.pftrace");
    CommandRun.of("convert", recording, all).succeeds();
    PerfettoReplay one = new PerfettoReplay(Files.readAllBytes(all));
    Path out = folder.resolve("both.pftrace.gz");
    CommandRun.of("convert", recording, other, out).succeeds();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(out))) {
      PerfettoReplay both = new PerfettoReplay(in.readAllBytes());
      assertEquals(List.of(recording.getFileName().toString(), "copy.jfr"), both.processes());
      assertEquals(2 * one.sums().size(), both.sums().size());
      assertEquals(2 * one.slices().size(), both.slices().size());
    }
    CommandRun.of("convert", recording, other, folder.resolve("both.out")).fails(2);
    CommandRun.of("convert", recording, other, other).fails(2);
    CommandRun.of("convert", recording, "-", out).fails(2);
  }

  private static boolean isRecording(byte[] file) {
    return new String(file, 0, 4, StandardCharsets.ISO_8859_1).equals("FLR\0");
  }

  @Test
  void refusesToOverwriteItsInput() throws IOException {
    byte[] before = Files.readAllBytes(recording);
    Path other = folder.resolve("sub/../sample.jfr");
    Files.createDirectories(folder.resolve("sub"));
    assertEquals(
        "loomtrace convert: " + other + " is the input itself",
        CommandRun.of("convert", recording, other).fails(2));
    assertArrayEquals(before, Files.readAllBytes(recording));
  }

  @Test
  void summarizes() {
    String out = CommandRun.of("summary", recording).succeeds().out();
    assertTrue(out.matches("(?s).*\norder +" + SampleRecording.ORDERS + "  .*"), out);
    assertTrue(out.matches("(?s).*\ninventory +1  .*"), out);
    assertTrue(out.matches("(?s).*\npack +" + SampleRecording.ORDERS + "  .*"), out);
    assertTrue(out.contains("\nwaits by place "), out);
    assertTrue(out.contains("\nblocked: "), out);
    assertFalse(out.contains("chan receive"), out);
  }

  @Test
  void summarizesAsJson() throws IOException {
    Map<String, String> json = flat(CommandRun.of("summary", "--json", recording).succeeds().out());
    assertEquals(String.valueOf(SampleRecording.ORDERS), json.get("/tasks/order/count"));
    assertEquals(String.valueOf(SampleRecording.ORDERS), json.get("/eventsByKind/log"));
    assertTrue(Long.parseLong(json.get("/durationNanos")) > 0);
    assertTrue(Long.parseLong(json.get("/waitsByPlace/places/0/totalNanos")) > 0);
    assertEquals("false", json.get("/waitsByPlace/estimated"));
  }

  @Test
  void listsTasksSlowestFirst() throws IOException {
    Map<String, String> json = flat(CommandRun.of("tasks", "--json", recording).succeeds().out());
    assertEquals("inventory", json.get("/slowest/0/type"));
    assertEquals(
        "10",
        String.valueOf(
            json.keySet().stream().filter(k -> k.matches("/slowest/\\d+/type")).count()));
    String out = CommandRun.of("tasks", "--top", 1, recording).succeeds().out();
    assertEquals(1, out.lines().dropWhile(line -> !line.equals("slowest")).skip(2).count(), out);
  }

  @Test
  void explainsTheSlowestTask() throws IOException {
    Map<String, String> json = flat(CommandRun.of("why", "--json", recording).succeeds().out());
    assertEquals("inventory", json.get("/type"));
    assertEquals("true", json.get("/ended"));
    long parts =
        json.entrySet().stream()
            .filter(e -> e.getKey().startsWith("/nanosByState/"))
            .mapToLong(e -> Long.parseLong(e.getValue()))
            .sum();
    assertEquals(Long.parseLong(json.get("/totalNanos")), parts);
  }

  @Test
  void explainsATaskByNameAndById() throws IOException {
    Map<String, String> named =
        flat(CommandRun.of("why", "--task", "order", "--json", recording).succeeds().out());
    assertEquals("order", named.get("/type"));
    String id = named.get("/task");
    Map<String, String> numbered =
        flat(CommandRun.of("why", "--task-id", id, "--json", recording).succeeds().out());
    assertEquals(named, numbered);
    String text = CommandRun.of("why", "--task", "order", recording).succeeds().out();
    assertTrue(text.startsWith("task order " + id + " took "), text);
    assertTrue(text.contains("slowest of " + SampleRecording.ORDERS + " tasks of this name"), text);
  }

  @Test
  void namesTheTasksThatThereAre() {
    assertEquals(
        "loomtrace: " + recording + ": no task named 'odrer'; there are: inventory, order",
        CommandRun.of("why", "--task", "odrer", recording).fails(1));
  }

  @Test
  void findsNoFaultInAGoodTrace() {
    assertTrue(
        CommandRun.of("validate", recording).succeeds().out().startsWith(recording + ": valid, "));
  }

  @Test
  void validatesAsJson() throws IOException {
    CommandRun good = CommandRun.of("validate", "--json", recording).succeeds();
    Map<String, String> valid = flat(good.out());
    assertEquals("true", valid.get("/ok"));
    assertEquals("0", valid.get("/errorCount"));
    String events = String.format(Locale.ROOT, "%,d", Long.parseLong(valid.get("/events")));
    assertTrue(
        CommandRun.of("validate", recording).out().endsWith(": valid, " + events + " events\n"),
        events);
    assertEquals(String.valueOf(Files.size(recording)), valid.get("/coverage/bytes"));
  }

  @Test
  void printsEventsAsGoDoes() {
    String out = CommandRun.of("print", recording).succeeds().out();
    assertTrue(out.startsWith("M=-1 P=-1 G=-1 Sync Time="), out);
    assertEquals(out, CommandRun.of("print", "-d", "parsed", recording).succeeds().out());
    long logs = out.lines().filter(line -> line.contains(" Log Time=")).count();
    assertEquals(SampleRecording.ORDERS, logs);
  }

  @Test
  void printsWhatGoTracesAreMadeOf() {
    Path out = folder.resolve("wire.out");
    CommandRun.of("convert", recording, out).succeeds();
    String wire = CommandRun.of("print", "-d", "wire", out).succeeds().out();
    assertTrue(wire.contains("UserTaskBegin"), wire);
    CommandRun.of("print", "-d", "wire", recording).fails(1);
    String footprint = CommandRun.of("summary", "--footprint", out).succeeds().out();
    assertTrue(footprint.contains("UserTaskBegin"), footprint);
    CommandRun.of("summary", "--footprint", recording).fails(1);
    CommandRun.of("summary", "--footprint", "--json", out).fails(2);
  }

  @Test
  void printsEachEventAsALineOfJson() throws IOException {
    String out = CommandRun.of("print", "-d", "json", recording).succeeds().out();
    List<String> kinds = new ArrayList<>();
    for (String line : out.lines().toList()) {
      kinds.add(flat(line).get("/kind"));
    }
    assertEquals("sync", kinds.getFirst());
    assertEquals("sync", kinds.getLast());
    assertEquals(SampleRecording.ORDERS, kinds.stream().filter("log"::equals).count());
    assertTrue(out.contains("\"message\":\"order 7\""), out);
  }

  /** Each scalar of a JSON document by its path. */
  static Map<String, String> flat(String json) throws IOException {
    Map<String, String> values = new TreeMap<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()) {
          values.put(parser.getParsingContext().pathAsPointer().toString(), parser.getText());
        }
      }
    }
    return values;
  }
}
