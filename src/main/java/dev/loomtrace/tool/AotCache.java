package dev.loomtrace.tool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The JVM's ahead-of-time cache of an installation: its classes as they are after a practice, and
 * what the practice has taught the compiler. Made for one Java; every other goes on without it.
 */
final class AotCache {
  /** The first Java that keeps what a practice has taught the compiler. */
  static final int FIRST_VERSION = 25;

  /** Each step of making it. It takes some ten seconds. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final int LAST_LINES = 5;

  /** The program that practises. Not as a class: it knows all commands, also that for this. */
  private static final String PRACTICE = AotCache.class.getPackageName() + ".Practice";

  /** They are of those who run the program, and the cache is for all of these. */
  private static final List<String> FOREIGN_OPTIONS =
      List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "JDK_AOT_VM_OPTIONS");

  private final Installation installation;
  private final JavaHome java;

  AotCache(Installation installation, JavaHome java) {
    this.installation = installation;
    this.java = java;
  }

  /** Whether there is one, of whatever Java. */
  boolean exists() {
    return Files.isRegularFile(installation.cache());
  }

  /** Whether this Java takes it: a JVM that must do so is started. */
  boolean isTaken() throws IOException, InterruptedException {
    Path log = Files.createTempFile("loomtrace-prepare", ".log");
    try {
      return exists() && isTaken(installation.cache(), log);
    } finally {
      Files.delete(log);
    }
  }

  private boolean isTaken(Path cache, Path log) throws IOException, InterruptedException {
    return java.version() >= FIRST_VERSION
        && run(
                log,
                "-XX:AOTMode=on",
                "-XX:AOTCache=" + cache,
                "-jar",
                installation.program().toString(),
                "--version")
            == 0;
  }

  /**
   * Practises, and makes the cache, which replaces the one before.
   *
   * @param recording what to practise with, in a folder for files of this method on the file system
   *     of the installation
   * @param console is told the last words of a step that fails
   */
  void make(Path recording, Console console) throws IOException, InterruptedException {
    Path learned = recording.resolveSibling("learned.aotconf");
    Path cache = recording.resolveSibling("loomtrace.aot");
    Path log = recording.resolveSibling("java.log");
    // The class path must be that of the launcher's JVM.
    String classes = installation.program().toString();
    JarTimes times = JarTimes.set(installation.jars());
    step(
        "the practice",
        log,
        console,
        "-XX:AOTMode=record",
        "-XX:AOTConfiguration=" + learned,
        "-cp",
        classes,
        PRACTICE,
        recording.toString());
    step(
        "making the cache",
        log,
        console,
        "-XX:AOTMode=create",
        "-XX:AOTConfiguration=" + learned,
        "-XX:AOTCache=" + cache,
        "-cp",
        classes);
    if (!times.hold()) {
      throw new UserDataException(
          installation.folder() + ": was installed anew meanwhile; try again");
    }
    if (!Files.isRegularFile(cache) || !isTaken(cache, log)) {
      tellLastLines(log, console);
      throw new UserDataException("this Java does not take the cache that it made");
    }
    try (FileChannel written = FileChannel.open(cache, StandardOpenOption.READ)) {
      // A JVM trusts what is in there, so no crash of the machine may leave it in part.
      written.force(true);
    }
    Files.move(
        cache,
        installation.cache(),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void step(String what, Path log, Console console, String... arguments)
      throws IOException, InterruptedException {
    int code = run(log, arguments);
    if (code != 0) {
      tellLastLines(log, console);
      throw new UserDataException(what + " failed, with exit code " + code);
    }
  }

  private static void tellLastLines(Path log, Console console) throws IOException {
    List<String> lines =
        new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).forEach(console::say);
  }

  private int run(Path log, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java.java().toString()));
    // As the launcher starts it; and of its many remarks only the errors.
    Stream.of("-XX:+UseSerialGC", "-Xlog:disable", "-Xlog:all=error").forEach(command::add);
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeAll(FOREIGN_OPTIONS);
    Process process = builder.start();
    process.getOutputStream().close();
    try {
      if (process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
    } finally {
      process.destroyForcibly();
    }
    throw new UserDataException("no end within " + PATIENCE.toSeconds() + " s");
  }
}
