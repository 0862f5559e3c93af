package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** With a Java that is a script of ours. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class AotCacheTest {
  private static final FileTime BUILT = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  /** Writes what it is told to make. */
  private static final String MAKES =
      """
      for option; do
        case $option in
          -XX:AOTCache=*) cache=${option#*=} ;;
          -XX:AOTMode=*) mode=${option#*=} ;;
        esac
      done
      [ "$mode" != create ] || echo made >"$cache"
      """;

  @TempDir Path folder;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Path program;
  private Path cache;
  private Path work;

  @BeforeEach
  void install() throws IOException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    program = Files.writeString(lib.resolve("loomtrace.jar"), "one");
    Files.setLastModifiedTime(program, BUILT);
    cache = lib.resolve("loomtrace.aot");
    work = Files.createDirectories(folder.resolve("work"));
    System.setProperty("loomtrace.lib", lib.toString());
  }

  @AfterEach
  void uninstall() {
    System.clearProperty("loomtrace.lib");
  }

  private AotCache cache(String script) throws IOException {
    Path java = folder.resolve("java/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\n" + script);
    assertTrue(java.toFile().setExecutable(true));
    return new AotCache(
        Installation.own(), new JavaHome(folder.resolve("java"), AotCache.FIRST_VERSION));
  }

  private void make(AotCache made) throws IOException, InterruptedException {
    Console console =
        new Console(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            err,
            "loomtrace",
            Screen.NONE);
    made.make(work.resolve("slow.jfr"), console);
  }

  @Test
  void replacesTheOneBefore() throws Exception {
    Files.writeString(cache, "before");
    AotCache made = cache(MAKES);
    make(made);
    assertEquals("made\n", Files.readString(cache));
    assertTrue(made.isTaken());
    assertFalse(cache("exit 1").isTaken());
  }

  @Test
  void tellsTheLastWordsOfAStepThatFails() throws Exception {
    Files.writeString(cache, "before");
    AotCache made = cache("for i in 1 2 3 4 5 6; do printf 'no \\033[2J%s\\n' $i; done\nexit 3\n");
    IOException failure = assertThrows(UserDataException.class, () -> make(made));
    assertEquals("the practice failed, with exit code 3", failure.getMessage());
    List<String> lines = err.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(5, lines.size(), lines::toString);
    assertFalse(lines.toString().contains("\u001b"), lines::toString);
    assertTrue(lines.getLast().endsWith("[2J6"), lines::toString);
    assertEquals("before", Files.readString(cache));
  }

  @Test
  void takesNoCacheOfJarsThatWereReplacedMeanwhile() throws Exception {
    AotCache made = cache(MAKES + "touch \"" + program + "\"\n");
    IOException failure = assertThrows(UserDataException.class, () -> make(made));
    assertTrue(failure.getMessage().contains("installed anew"), failure.getMessage());
    assertFalse(Files.exists(cache));
  }

  @Test
  void takesNoCacheThatTheJvmDoesNotTake() throws Exception {
    AotCache made = cache(MAKES + "[ $mode != on ]\n");
    IOException failure = assertThrows(UserDataException.class, () -> make(made));
    assertTrue(failure.getMessage().contains("does not take"), failure.getMessage());
    assertFalse(Files.exists(cache));
  }

  @Test
  void timesSpeakOfWhatIsInTheJars() throws Exception {
    Path other = Files.writeString(folder.resolve("other.jar"), "two");
    Path same = Files.writeString(folder.resolve("same.jar"), "one");
    JarTimes times = JarTimes.set(List.of(program, other, same));
    FileTime time = Files.getLastModifiedTime(program);
    assertEquals(time, Files.getLastModifiedTime(same));
    assertNotEquals(time, Files.getLastModifiedTime(other));
    assertTrue(time.compareTo(BUILT) < 0, "else a build takes it for up to date");
    assertTrue(times.hold());
    Files.setLastModifiedTime(other, BUILT);
    assertFalse(times.hold());
  }
}
