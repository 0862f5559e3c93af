package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loomtrace.e2e.program.Forever;
import dev.loomtrace.testing.jvm.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The installed program where locales, descriptors, devices, run times or users are unusual. */
@Tag("parallel")
@Order(1) // of those that run two at a time: it takes longest
class SurroundingsIT {
  private static final Path HOME =
      Path.of(System.getProperty("loomtrace.home")).toAbsolutePath().normalize();
  private static final Path PROGRAM = HOME.resolve("bin/loomtrace");
  private static final Path RECORDING =
      Path.of("../test-fixtures/cases/escapes.jfr").toAbsolutePath().normalize();

  @TempDir static Path shared;
  @TempDir Path folder;
  private static Path withoutJfr;

  private record Answer(int status, String out, String err) {
    /** Failed with this one line. */
    private void failed(String line) {
      assertEquals(1, status, err);
      assertTrue(err.matches("loomtrace: .*" + line + ".*\n"), err);
    }
  }

  @BeforeAll
  static void link() throws Exception {
    withoutJfr = shared.resolve("java");
    Process jlink =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/jlink").toString(),
                "--add-modules",
                "java.base,java.instrument",
                "--output",
                withoutJfr.toString())
            .inheritIO()
            .start();
    assertEquals(0, jlink.waitFor());
  }

  /** Runs a script; {@code $0} is the program. */
  private Answer sh(Map<String, String> environment, String script, Object... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", script, PROGRAM.toString());
    Stream.of(arguments).map(Object::toString).forEach(builder.command()::add);
    builder.directory(folder.toFile()).redirectError(folder.resolve("err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), out, Files.readString(folder.resolve("err")));
  }

  private Answer sh(String script, Object... arguments) throws Exception {
    return sh(Map.of(), script, arguments);
  }

  static Stream<String> locales() {
    return Sample.of(1, List.of("C", "", "no_SUCH.UTF-8", "POSIX", "C.UTF-8"));
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("locales")
  void readsNamesOfFilesInEveryLocale(String locale) throws Exception {
    Map<String, String> environment = locale.isEmpty() ? Map.of() : Map.of("LC_ALL", locale);
    Answer answer =
        sh(
            environment,
            """
            for name in "$(printf 'gr\\303\\266\\303\\237e\\346\\274\\242')" "$(printf 'latin\\366')"
            do
              cp "$1" "$name.jfr" && "$0" validate "$name.jfr" || exit
            done
            "$0" convert "$1" "$(printf '\\303\\266.out')" && cat "$(printf '\\303\\266.out')" | wc -c
            "$0" run -- sh -c 'echo "${LC_ALL-none}, $1"' sh "$(printf '\\303\\266')" 2>err2
            """,
            RECORDING);
    assertEquals(0, answer.status(), answer.err());
    List<String> lines = answer.out().lines().toList();
    assertTrue(lines.get(0).startsWith("größe漢.jfr: valid, "), answer.out());
    assertTrue(lines.get(1).startsWith("latin\\ufffd.jfr: valid, "), answer.out());
    assertTrue(Integer.parseInt(lines.get(2).strip()) > 100, answer.out());
    assertEquals((locale.isEmpty() ? "none" : locale) + ", ö", lines.get(3));
  }

  @Test
  void runsWithClosedDescriptors() throws Exception {
    Answer all = sh("\"$0\" convert \"$1\" trace.out >&- 2>&- <&-", RECORDING);
    assertEquals(0, all.status(), all.err());
    assertEquals(
        "go 1.26 trace",
        Files.readString(folder.resolve("trace.out"), StandardCharsets.ISO_8859_1)
            .substring(0, 13));
    sh("\"$0\" summary \"$1\" >&-", RECORDING).failed("standard output: Bad file descriptor");
    sh("\"$0\" summary - <&-").failed("standard input: .*Bad file descriptor");
    Answer err = sh("\"$0\" summary no-such-file 2>&-");
    assertEquals(new Answer(1, "", ""), err);
    assertTrue(sh("\"$0\" summary \"$1\" 2>&-", RECORDING).out().contains("threads"));
  }

  @Test
  void runsWithoutAHomeAndKeepsToTheUmask() throws Exception {
    Answer answer =
        sh(
            """
            unset HOME && umask 027 &&
            "$0" summary "$1" >summary.txt && "$0" convert "$1" trace.out &&
            stat -c '%a %n' summary.txt trace.out && ls -A
            """,
            RECORDING);
    assertEquals(0, answer.status(), answer.err());
    assertEquals("640 summary.txt\n640 trace.out\nerr\nsummary.txt\ntrace.out\n", answer.out());
  }

  @Test
  void saysThatTheCurrentFolderHasBeenRemoved() throws Exception {
    Answer answer = sh("mkdir gone && cd gone && rmdir ../gone && \"$0\" --version");
    assertEquals(1, answer.status(), answer.err());
    // Shells print lines of their own before it.
    assertTrue(
        answer.err().endsWith("loomtrace: the current folder has been removed\n"), answer.err());
    assertFalse(answer.err().contains("java.lang"), answer.err());
  }

  @Test
  void saysThatTheDiskIsFull() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    // Of every command, and wherever in its answer: FullOutputTest.
    for (String command : List.of("summary", "print -d json", "--help")) {
      sh("\"$0\" " + command + " \"$1\" >/dev/full", RECORDING)
          .failed("standard output: No space left on device");
    }
    sh("\"$0\" convert \"$1\" - >/dev/full", RECORDING).failed("No space left on device");
  }

  @Test
  void readsWhatIsNoFile() throws Exception {
    String said = sh("mkfifo fifo; cat \"$1\" >fifo & \"$0\" validate fifo", RECORDING).out();
    assertTrue(said.startsWith("fifo: valid, "), said);
    sh("truncate -s 1T sparse; \"$0\" summary sparse").failed("sparse: offset 0x0: ");
    sh("\"$0\" summary .").failed("\\.: is a directory");
    sh("\"$0\" summary /dev/null").failed("/dev/null: offset 0x0: found nothing");
  }

  @Test
  void fitsTheWidthOfTheEnvironmentInAPipe() throws Exception {
    Answer narrow = sh(Map.of("COLUMNS", "80"), "\"$0\" tasks \"$1\"", RECORDING);
    assertTrue(narrow.out().lines().allMatch(line -> line.length() <= 80), narrow.out());
  }

  /** Starts a program that goes on forever, and waits until it prints something. */
  private static Process start(Object... command) throws IOException {
    Process process =
        new ProcessBuilder(Stream.of(command).map(Object::toString).toList())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertTrue(process.getInputStream().read() >= 0);
    return process;
  }

  @Test
  void saysThatARunTimeHasNoJfr() throws Exception {
    Path classes =
        Path.of(Forever.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Process process =
        start(withoutJfr.resolve("bin/java"), "-cp", classes, Forever.class.getName());
    try {
      String reason = "this Java run time has no module jdk.jfr";
      sh("\"$0\" attach " + process.pid()).failed("cannot be recorded: " + reason);
      Answer doctor = sh("\"$0\" doctor " + process.pid());
      assertEquals(1, doctor.status());
      assertTrue(doctor.out().contains(reason), doctor.out());
      assertTrue(process.isAlive());
    } finally {
      process.destroy();
    }
    sh("\"$0\" run -- \"$1\" -version", withoutJfr.resolve("bin/java"))
        .failed("without the module jdk.jfr, which recording needs; nothing was run");
    Answer agent =
        sh("\"$1\" -javaagent:\"$(\"$0\" agent)\" -version", withoutJfr.resolve("bin/java"));
    assertEquals(0, agent.status());
    assertEquals(
        List.of(
            "loomtrace: not recording virtual threads: this Java run time has no module jdk.jfr"),
        agent.err().lines().filter(line -> line.startsWith("loomtrace")).toList());
    assertFalse(agent.err().contains("Exception"), agent.err());
  }

  @Test
  void saysThatTheJvmsUserCannotReadTheAgent() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root has other users");
    Path closed = Files.createDirectory(folder.resolve("closed"));
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    assertEquals(0, sh("cp -r \"$1\" closed/lt", HOME).status());
    // A server of the JDK's own: that user can read no class of ours.
    Process process =
        start(
            "setpriv",
            "--reuid=65534",
            "--clear-groups",
            JavaHome.own().java(),
            "-m",
            "jdk.httpserver",
            "-p",
            "0");
    try {
      sh("closed/lt/bin/loomtrace attach " + process.pid())
          .failed("its user, or its container, cannot read .*loomtrace-agent.jar");
      assertTrue(process.isAlive());
    } finally {
      process.destroy();
    }
  }
}
