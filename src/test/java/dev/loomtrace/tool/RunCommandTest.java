package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RunCommandTest {
  @TempDir Path folder;

  @BeforeEach
  void install() throws IOException {
    Files.writeString(folder.resolve("loomtrace-agent.jar"), "");
    System.setProperty("loomtrace.lib", folder.toString());
  }

  @AfterEach
  void uninstall() {
    System.clearProperty("loomtrace.lib");
  }

  @Test
  void passesTheExitCodeOn() {
    CommandRun run =
        CommandRun.of("run", "--out", folder.resolve("r.jfr"), "--", "sh", "-c", "exit 3");
    assertEquals(3, run.code());
    assertTrue(run.err().contains("no recording was written"), run.err());
  }

  @Test
  void runsNothingIfTheRecordingHasNoPlace() {
    Path ran = folder.resolve("ran");
    for (Path out : List.of(folder, folder.resolve("nowhere/r.jfr"))) {
      CommandRun run = CommandRun.of("run", "--out", out, "--", "touch", ran);
      assertEquals(1, run.code());
      assertTrue(run.err().contains(out.toString()), run.err());
    }
    assertFalse(Files.exists(ran));
  }

  @Test
  void leavesTheCommandsOwnOptionsToIt() throws IOException {
    Path file = folder.resolve("options");
    CommandRun.of(
            "run",
            "--out",
            folder.resolve("r-%p.jfr"),
            "sh",
            "-c",
            "echo \"$0 $JDK_JAVA_OPTIONS\" > " + file,
            "--help")
        .succeeds();
    String options = Files.readString(file);
    assertTrue(options.startsWith("--help "), options);
    assertTrue(options.contains("-javaagent:" + folder.resolve("loomtrace-agent.jar")), options);
    assertTrue(options.contains("filename=" + folder.resolve("r-%p.jfr")), options);
  }

  @Test
  void findsWhatWasRecorded() {
    CommandRun run =
        CommandRun.of(
            "run",
            "--out",
            folder.resolve("r-%p.jfr"),
            "sh",
            "-c",
            "printf recorded > '" + folder + "/r-'$$.jfr");
    run.succeeds();
    assertTrue(run.err().matches("(?s)loomtrace: recorded \\S*/r-\\d+\\.jfr, 8 B; .*"), run.err());
  }

  @Test
  void refusesAJavaThatIsTooOld() throws IOException {
    Path home = folder.resolve("jdk17");
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"17.0.1\"");
    Path java = Files.writeString(home.resolve("bin/java"), "");
    java.toFile().setExecutable(true);
    String line = CommandRun.of("run", "--", java, "-version").fails(1);
    assertTrue(line.contains(" is Java 17 in "), line);
  }

  @Test
  void saysThatThereIsNoSuchCommand() {
    String line = CommandRun.of("run", "--", folder.resolve("nothing")).fails(1);
    assertTrue(line.contains("nothing"), line);
  }
}
