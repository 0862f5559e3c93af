package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with the input: one clear line, exit code 1, nothing half-written. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class BadInputTest {
  @TempDir static Path folder;
  private static byte[] recording;

  @BeforeAll
  static void record() throws Exception {
    Path file = SampleRecording.in(folder);
    recording = Files.readAllBytes(file);
    Files.delete(file);
  }

  /** The commands that answer, in JSON too. */
  static Stream<String> answers() {
    return Stream.of(
        "summary", "tasks", "threads", "regions", "mmu", "why", "path", "carriers", "validate");
  }

  /** The commands that read a trace. */
  static Stream<String> commands() {
    return Stream.concat(answers(), Stream.of("convert", "print", "open"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void saysThatItIsNoTrace(String command) throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "hello\n");
    String line = fail(command, file);
    assertTrue(line.startsWith("loomtrace: " + file + ": offset 0x0: found \"hello\""), line);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void saysThatItIsNotThere(String command) throws IOException {
    Path file = folder.resolve("nowhere.jfr");
    assertEquals("loomtrace: " + file + ": no such file or directory", fail(command, file));
  }

  /** What goes on is a folder or a process. */
  @Test
  void saysThatNothingIsBeingRecorded() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "hello\n");
    assertEquals("loomtrace: " + file + ": not a directory", fail("live", file));
    Path nowhere = folder.resolve("nowhere");
    assertEquals("loomtrace: " + nowhere + ": no such file or directory", fail("live", nowhere));
    Path empty = Files.createDirectory(folder.resolve("empty"));
    String none = "loomtrace: " + empty + ": no chunk of a recording is in there";
    assertEquals(none, fail("live", empty));
    Files.writeString(empty.resolve("begun.jfr"), "hello");
    assertEquals(none + " yet", fail("live", empty));
    Path own = Path.of(Long.toString(Long.MAX_VALUE));
    assertEquals("loomtrace: " + own + ": no such file or directory", fail("live", own));
    assertEquals("loomtrace: there is no process 4294967296", fail("live", Path.of("4294967296")));
  }

  @Test
  void saysThatItIsAFolder() throws IOException {
    assertEquals("loomtrace: " + folder + ": is a directory", fail("summary", folder));
  }

  @Test
  void saysThatItIsEmpty() throws IOException {
    Path file = Files.write(folder.resolve("empty.jfr"), new byte[0]);
    String line = fail("convert", file);
    assertTrue(line.startsWith("loomtrace: " + file + ": offset 0x0: found nothing"), line);
  }

  @Test
  void saysWhereAnInputIsCut() throws IOException {
    Path file = folder.resolve("cut.jfr");
    for (int length : new int[] {1, 5, 67, 68, 100}) {
      Files.write(file, Arrays.copyOf(recording, length));
      String line = fail("convert", file);
      assertTrue(line.matches("loomtrace: \\Q" + file + "\\E: offset 0x[0-9a-f]+.*"), line);
    }
  }

  @Test
  void convertsWhatIsWholeToAFileAsToAPipe() throws IOException {
    byte[] cut = Arrays.copyOf(recording, recording.length - 1);
    Path file = Files.write(folder.resolve("late-cut.jfr"), cut);
    Path out = folder.resolve("whole-part.out");
    CommandRun toFile = CommandRun.of("convert", file, out);
    toFile.fails(1);
    assertTrue(toFile.err().contains("wrote " + out), toFile.err());
    assertTrue(
        toFile.err().matches("(?s).*before that, [0-9.]+ % of the file: [0-9,]+ of [0-9,]+.*"),
        toFile.err());
    CommandRun toPipe = CommandRun.of("convert", file, "-");
    toPipe.fails(1);
    assertArrayEquals(toPipe.bytes(), Files.readAllBytes(out));
    CommandRun.of("validate", out).succeeds();
    Files.delete(out);
  }

  /** Of Go's traces, too: the generations that are whole, whatever is made of them. */
  @ParameterizedTest
  @ValueSource(strings = {"go", "jfr", "perfetto"})
  void convertsTheGenerationsThatAreWhole(String format) throws IOException {
    byte[] trace =
        Files.readAllBytes(Path.of("..", "test-fixtures", "cases", "places-sleep-net.trace"));
    Path late = Files.write(folder.resolve("late.trace"), Arrays.copyOf(trace, trace.length - 1));
    Path out = folder.resolve("late.out");
    CommandRun run = CommandRun.of("convert", "--to", format, late, out);
    run.fails(1);
    assertTrue(run.err().matches("(?s).*wrote .*: [0-9,]+ events in 1 \\w+, .*"), run.err());
    assertTrue(run.err().matches("(?s).* % of the file: [0-9,]+ of [0-9,]+.*"), run.err());
    assertTrue(Files.size(out) > 0);

    Path early = Files.write(folder.resolve("early.trace"), Arrays.copyOf(trace, 1000));
    Path nothing = folder.resolve("early.out");
    CommandRun refused = CommandRun.of("convert", "--to", format, early, nothing);
    String line = refused.fails(1);
    assertTrue(line.startsWith("loomtrace: " + early + ": offset 0x"), line);
    assertFalse(Files.exists(nothing), "a file of which nothing is whole");
  }

  @Test
  void saysWhichPartItsNumbersCover() throws IOException {
    int first = (int) ByteBuffer.wrap(recording).getLong(8);
    Path file = Files.write(folder.resolve("c.jfr"), Arrays.copyOf(recording, first + 1000));
    CommandRun run = CommandRun.of("summary", file);
    run.fails(1);
    String part = String.format(Locale.ROOT, "%,d of %,d bytes", first, first + 1000);
    assertTrue(run.err().contains(part), run.err());
  }

  @ParameterizedTest
  @MethodSource("answers")
  void saysInJsonWhichPartItCovers(String command) throws IOException {
    int first = (int) ByteBuffer.wrap(recording).getLong(8);
    int length = first + 1000;
    Path file = Files.write(folder.resolve("j.jfr"), Arrays.copyOf(recording, length));
    CommandRun cut = CommandRun.of(command, "--json", file);
    cut.fails(1);
    Map<String, String> part = TraceCommandsTest.flat(cut.out());
    assertEquals(String.valueOf(first), part.get("/coverage/bytes"));
    assertEquals(String.valueOf(length), part.get("/coverage/ofBytes"));
    assertTrue(part.get("/coverage/fault").contains("JFR chunk"), part.toString());
    Files.write(file, recording);
    CommandRun whole = CommandRun.of(command, "--json", file).succeeds();
    Map<String, String> all = TraceCommandsTest.flat(whole.out());
    assertEquals(String.valueOf(recording.length), all.get("/coverage/bytes"));
    assertEquals(null, all.get("/coverage/fault"));
  }

  @Test
  void endsEventsInJsonWithThePartTheyCover() throws IOException {
    int first = (int) ByteBuffer.wrap(recording).getLong(8);
    Path file = Files.write(folder.resolve("l.jfr"), Arrays.copyOf(recording, first + 1000));
    CommandRun cut = CommandRun.of("print", "-d", "json", file);
    cut.fails(1);
    assertTrue(cut.err().contains("the results are of what comes before that"), cut.err());
    assertTrue(cut.out().endsWith("\n"), cut.out());
    List<String> lines = cut.out().lines().toList();
    Map<String, String> last = TraceCommandsTest.flat(lines.getLast());
    assertEquals("coverage", last.get("/kind"));
    assertEquals(String.valueOf(first), last.get("/coverage/bytes"));
    assertEquals(String.valueOf(first + 1000), last.get("/coverage/ofBytes"));
    assertTrue(last.get("/coverage/fault").contains("JFR chunk"), last.toString());
    assertTrue(lines.size() > 100, "the events of the first chunk are before it");
    Files.write(file, recording);
    CommandRun whole = CommandRun.of("print", "-d", "json", file).succeeds();
    assertTrue(!whole.out().contains("\"coverage\""), "of a whole trace there is none");
    Files.delete(file);
  }

  @Test
  void judgesWhatIsNoTraceInJson() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.json"), "hello\n");
    CommandRun run = CommandRun.of("validate", "--json", file);
    String line = run.fails(1);
    assertTrue(line.startsWith("loomtrace: " + file + ": offset 0x0: found"), line);
    Map<String, String> answer = TraceCommandsTest.flat(run.out());
    assertEquals("false", answer.get("/ok"));
    assertEquals("1", answer.get("/errorCount"));
    assertEquals("0", answer.get("/errors/0/offset"));
    assertTrue(line.endsWith(answer.get("/errors/0/message")), line);
    CommandRun gone = CommandRun.of("validate", "--json", folder.resolve("gone.jfr"));
    gone.fails(1);
    assertEquals("", gone.out());
    Files.delete(file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.9:JDK 7 and 8", "1.0:JDK 9 and 10"})
  void namesTheJdkWhoseFilesAreNotRead(String versionAndName) throws IOException {
    String[] words = versionAndName.split(":", 2);
    byte[] old = recording.clone();
    String[] version = words[0].split("\\.", -1);
    ByteBuffer.wrap(old)
        .putShort(4, Short.parseShort(version[0]))
        .putShort(6, Short.parseShort(version[1]));
    String line = fail("summary", Files.write(folder.resolve("old.jfr"), old));
    assertTrue(line.contains(words[0]) && line.contains(words[1]), line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"summary", "tasks", "threads", "regions", "mmu", "why", "path", "validate"})
  void tellsWhatCameBeforeTheCut(String command) throws IOException {
    Path file = folder.resolve("late-cut.jfr");
    Files.write(file, Arrays.copyOf(recording, recording.length - 1));
    CommandRun whole = CommandRun.withInput(recording, command, "-").succeeds();
    CommandRun cut = CommandRun.of(command, file);
    String line = cut.fails(1);
    assertTrue(line.matches("loomtrace: \\Q" + file + "\\E: offset 0x[0-9a-f]+.*"), line);
    assertTrue(
        cut.err().matches("(?s).*the results are of what comes before that, [0-9.]+ % of the.*"),
        cut.err());
    // The tasks, and the thread that works on them, are in the first of two chunks.
    String sign =
        switch (command) {
          case "validate" -> "valid";
          case "threads" -> "clerk";
          case "regions" -> "pack";
          case "mmu" -> "taken from it: pauses";
          case "path" -> "critical paths of";
          default -> "inventory";
        };
    assertTrue(whole.out().contains(sign), whole.out());
    assertTrue(cut.out().contains(sign), cut.out());
  }

  @Test
  void namesTheStandardInput() {
    String line = CommandRun.withInput(new byte[] {'x'}, "summary", "-").fails(1);
    assertTrue(line.startsWith("loomtrace: standard input: offset 0x0: "), line);
  }

  @Test
  void keepsTheOutputOfBefore() throws IOException {
    Path file = Files.write(folder.resolve("cut.jfr"), Arrays.copyOf(recording, 1000));
    Path out = Files.writeString(folder.resolve("precious.out"), "precious");
    CommandRun.of("convert", file, out).fails(1);
    assertEquals("precious", Files.readString(out));
    assertEquals(List.of(), unfinished());
    Files.delete(out);
  }

  @Test
  void saysThatTheOutputHasNoFolder() throws IOException {
    Path file = Files.write(folder.resolve("whole.jfr"), recording);
    Path out = folder.resolve("no/such/trace.out");
    assertEquals(
        "loomtrace: " + out.getParent() + ": no such file or directory",
        CommandRun.of("convert", file, out).fails(1));
  }

  /** Fails with one line, and leaves nothing behind. */
  private static String fail(String command, Path file) throws IOException {
    Path out = folder.resolve("trace.out");
    CommandRun run =
        command.equals("convert")
            ? CommandRun.of(command, file, out)
            : CommandRun.of(command, file);
    String line = run.fails(1);
    assertEquals(1, run.err().lines().count(), run.err());
    assertTrue(Files.notExists(out));
    assertEquals(List.of(), unfinished());
    return line;
  }

  private static List<Path> unfinished() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".part")).toList();
    }
  }
}
