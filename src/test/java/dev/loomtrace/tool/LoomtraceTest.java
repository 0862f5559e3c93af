package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class LoomtraceTest {
  @Test
  void wantsACommand() {
    assertEquals("loomtrace: missing command", CommandRun.of().fails(2));
  }

  @Test
  void suggestsTheCommandThatWasMeant() {
    CommandRun run = CommandRun.of("conver", "a", "b");
    run.fails(2);
    assertTrue(run.err().contains("loomtrace convert"), run.err());
  }

  @Test
  void saysWhatIsMissing() {
    assertEquals(
        "loomtrace convert: Missing required parameter: '[IN...] OUT'",
        CommandRun.of("convert", "a").fails(2));
  }

  @Test
  void refusesAnIdThatNoTaskCanHaveBeforeItReads() {
    String line = CommandRun.of("why", "--task-id", "x", "no-such-file").fails(2);
    assertTrue(line.contains("--task-id 'x' is not a number"), line);
  }

  @Test
  void takesNoArgumentsFromFiles() {
    assertEquals(
        "loomtrace: @none: no such file or directory", CommandRun.of("summary", "@none").fails(1));
  }

  @Test
  void listsTheChoicesAsTheyAreWritten() {
    assertEquals(
        "loomtrace run: Invalid value for option '--settings':"
            + " 'nope' is none of default, always-on, full",
        CommandRun.of("run", "--settings", "nope", "--", "java").fails(2));
    assertEquals(
        "loomtrace print: Invalid value for option '-d':" + " 'nope' is none of parsed, wire, json",
        CommandRun.of("print", "-d", "nope", "f").fails(2));
  }

  @Test
  void writesSettingsToNoFileThatJfrWouldNotTake(@TempDir Path folder) throws IOException {
    Path nope = folder.resolve("nope");
    String line = CommandRun.of("settings", nope).fails(2);
    assertTrue(line.contains("does not end in .jfc"), line);
    assertFalse(Files.exists(nope));
    Path file = folder.resolve("lean.jfc");
    CommandRun.of("settings", file).succeeds();
    assertTrue(Files.exists(file));
  }

  @Test
  void tellsOfADemoWhoseFirstOrderWasSlow() {
    assertEquals("The shop served 0 orders.", DemoCommand.served(List.of()));
    assertEquals(
        "The shop served 2 orders; half of them took at most 5 ns.",
        DemoCommand.served(List.of(5L, 9L)));
  }

  @Test
  void refusesTwoChoicesOfTasks() {
    String line = CommandRun.of("why", "--task", "a", "--task-id", "1", "f").fails(2);
    assertTrue(line.contains("mutually exclusive"), line);
  }

  @Test
  void printsItsVersion() {
    String out = CommandRun.of("--version").succeeds().out();
    assertTrue(out.matches("(?s)loomtrace \\d+\\.\\d+\\.\\d+.*Java .*"), out);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "run",
        "agent",
        "settings",
        "attach",
        "doctor",
        "prepare",
        "convert",
        "summary",
        "tasks",
        "why",
        "path",
        "carriers",
        "print",
        "validate"
      })
  void explainsEachCommandWithAnExample(String command) {
    String out = CommandRun.of("help", command).succeeds().out();
    assertTrue(out.startsWith("Usage: loomtrace " + command), out);
    assertTrue(out.substring(out.indexOf("Example")).contains("loomtrace " + command), out);
    assertTrue(out.lines().allMatch(line -> line.length() <= 110), out);
    assertEquals(out, CommandRun.of(command, "--help").succeeds().out());
    assertTrue(CommandRun.of("--help").succeeds().out().contains("  " + command + " "));
  }

  @Test
  void isQuietWhenNobodyReadsItsOutput() {
    CommandRun run = CommandRun.writingTo(new FailingOutput("Broken pipe", 0), "--help");
    assertEquals(0, run.code());
    assertEquals("", run.err());
  }

  @Test
  void saysThatItsOutputCannotBeWritten() {
    assertEquals(
        "loomtrace: standard output: No space left on device",
        CommandRun.writingTo(new FailingOutput("No space left on device", 0), "settings").fails(1));
  }

  @Test
  void writesSettingsOfItsOwn() {
    String lean = CommandRun.of("settings").succeeds().out();
    String full = CommandRun.of("settings", "--full").succeeds().out();
    assertTrue(lean.contains("loomtrace.VirtualThreadBlock"), lean);
    assertTrue(full.contains("loomtrace.VirtualThreadBlock"), full);
  }
}
