package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Task;
import dev.loomtrace.testing.GoTools;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it is installed, from the outside. */
@Tag("parallel")
@Order(1) // of those that run two at a time: it takes longest
class LauncherIT {
  private static final Path HOME = Path.of(System.getProperty("loomtrace.home")).normalize();

  @TempDir Path folder;

  private record Answer(int status, String out, String err) {
    private Answer succeeds() {
      assertEquals(0, status, err);
      return this;
    }
  }

  private Answer launch(Object... arguments) throws IOException, InterruptedException {
    return run(HOME.resolve("bin/loomtrace"), arguments);
  }

  private Answer run(Path program, Object... arguments) throws IOException, InterruptedException {
    Process process = start(program, arguments);
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), out, Files.readString(folder.resolve("err")));
  }

  private Process start(Path program, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  /** A command that runs {@link Naps}. */
  private static List<Object> naps(Object... more) throws Exception {
    String classes =
        String.join(
            File.pathSeparator,
            Path.of(Naps.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString(),
            Path.of(Task.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString());
    List<Object> command =
        new ArrayList<>(
            List.of(
                JavaHome.own().java(), "-XX:-PrintWarnings", "-cp", classes, Naps.class.getName()));
    command.addAll(List.of(more));
    return command;
  }

  private static Object[] all(List<Object> first, Object... then) {
    List<Object> all = new ArrayList<>(List.of(then));
    all.addAll(first);
    return all.toArray();
  }

  @Test
  void runsThroughALinkAndFromAnotherPlace() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("my tools"));
    unpack(tools);
    try (Stream<Path> unpacked = Files.list(tools)) {
      Path home = unpacked.findFirst().orElseThrow();
      Path link = Files.createSymbolicLink(folder.resolve("lt"), home.resolve("bin/loomtrace"));
      String agent = run(link, "agent").succeeds().out().strip();
      assertEquals(
          home.resolve("lib/loomtrace-agent.jar").toRealPath(), Path.of(agent).toRealPath());
    }
  }

  private void unpack(Path to) throws Exception {
    Path archive = HOME.resolveSibling(HOME.getFileName() + ".tar.gz");
    Process tar =
        new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", to.toString())
            .inheritIO()
            .start();
    assertEquals(0, tar.waitFor());
  }

  @Test
  void recordsAProgramAndExplainsIt() throws Exception {
    Path recording = folder.resolve("naps.jfr");
    Answer recorded =
        launch(all(naps(50), "run", "--settings", "full", "--out", recording, "--")).succeeds();
    assertEquals("napped 50\n", recorded.out());
    assertTrue(recorded.err().contains("loomtrace: recorded " + recording), recorded.err());

    String why = launch("why", "--task", "nap", recording).succeeds().out();
    assertTrue(why.contains("slowest of 50 tasks of this name"), why);
    assertTrue(why.contains("blocked: sleep"), why);
    assertTrue(why.contains("at dev.loomtrace.tool/Naps.nap"), why);
  }

  @Test
  void letsAnInterruptedProgramWriteItsRecording() throws Exception {
    Path recording = folder.resolve("naps.jfr");
    Process process =
        start(
            HOME.resolve("bin/loomtrace"),
            all(naps(5, "forever"), "run", "--out", recording, "--"));
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      String line = out.readLine();
      while (line != null && !line.equals("napped 5")) {
        line = out.readLine();
      }
      assertEquals("napped 5", line, () -> read(folder.resolve("err")));
      process.destroy();
      assertEquals(143, process.waitFor());
    }
    assertTrue(read(folder.resolve("err")).contains("recorded " + recording));
    launch("validate", recording).succeeds();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void isQuietWhenItsReaderGoesAway() throws Exception {
    Path recording = folder.resolve("naps.jfr");
    launch(all(naps(500), "run", "--out", recording, "--")).succeeds();
    Answer piped =
        run(
                Path.of("/bin/sh"),
                "-c",
                "\"$1\" print -d json \"$2\" | head -n 1",
                "sh",
                HOME.resolve("bin/loomtrace"),
                recording)
            .succeeds();
    assertEquals("", piped.err());
    assertTrue(piped.out().startsWith("{\"kind\":\"sync\""), piped.out());
  }

  @Test
  void demonstratesASlowRequest() throws Exception {
    Answer demo = launch("demo", "--out", folder).succeeds();
    Path recording = folder.resolve("slow.jfr");
    Path trace = folder.resolve("trace.out");
    for (String advice :
        List.of("task checkout ", "go tool trace " + trace, "gotraceui " + trace, "jfr print ")) {
      assertTrue(demo.out().contains(advice), demo.out());
    }
    launch("validate", recording).succeeds();
    // Not the slowest of all: what keeps the lock may take as long as who waits for it.
    String why = launch("why", "--task", "checkout", recording).succeeds().out();
    assertTrue(why.startsWith("task checkout "), why);
    String places = why.substring(why.indexOf("waits by place"));
    String first = String.join("\n", places.lines().skip(1).limit(2).toList());
    assertTrue(first.contains("blocked: lock (java.util.concurrent.locks.ReentrantLock"), why);
    assertTrue(first.contains("at dev.loomtrace.demo/Shelf.take"), why);

    String parsed = go("tool", "trace", "-d=parsed", trace.toString());
    assertTrue(parsed.contains("dev.loomtrace.demo/Shelf.take"));
    assertTrue(parsed.contains("Type=\"checkout\""));
    String wire = go("tool", "trace", "-d=wire", trace.toString());
    assertTrue(wire.equals(launch("print", "-d", "wire", trace).succeeds().out()));
    assertTrue(parsed.equals(launch("print", "-d", "parsed", trace).succeeds().out()));
    String footprint = go("tool", "trace", "-d=footprint", trace.toString());
    assertEquals(footprint, launch("summary", "--footprint", trace).succeeds().out());
  }

  private static String go(String... arguments) {
    GoTools.requireGo();
    List<String> command = new ArrayList<>(List.of("go"));
    command.addAll(List.of(arguments));
    GoTools.Answer answer = GoTools.run(command, null);
    assertEquals(0, answer.status(), answer.err());
    return answer.out();
  }
}
