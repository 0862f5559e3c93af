package dev.loomtrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Go's own tools, as judges of the traces that we write. Tests that need them are skipped, with the
 * reason, on a machine without Go, unless the environment says {@code LOOMTRACE_REQUIRE_GO=true}.
 */
public final class GoTools {
  private static final String SKIPPED =
      "SKIPPED: this needs Go 1.26 or later (https://go.dev/dl), which judges the traces; found: ";
  private static final Map<String, Path> BUILT = new TreeMap<>();
  private static Path traceTool;
  private static Path goRoot;

  private GoTools() {}

  /** What a program answered. */
  public record Answer(int status, String out, String err) {}

  /**
   * Reads the trace with golang.org/x/exp/trace and checks gotraceui's constraints.
   *
   * @return the facts that it found, by name
   */
  public static Map<String, Long> rules(Path trace) {
    return check("rules", trace, List.of());
  }

  /**
   * Serves the trace with {@code go tool trace} and reads all pages.
   *
   * @param goroutines ids of goroutines whose timelines are read too
   * @return the facts that it found, by name
   */
  public static Map<String, Long> pages(Path trace, long... goroutines) {
    return check("pages", trace, Arrays.stream(goroutines).mapToObj(Long::toString).toList());
  }

  /** What {@code go tool trace -d=parsed} prints. */
  public static String parsed(Path trace) {
    requireGo();
    Answer answer = run(List.of("go", "tool", "trace", "-d=parsed", trace.toString()), null);
    assertEquals(0, answer.status(), answer.err());
    return answer.out();
  }

  private static Map<String, Long> check(String command, Path trace, List<String> more) {
    List<String> words =
        new ArrayList<>(List.of(program("checktrace").toString(), command, trace.toString()));
    words.addAll(more);
    Answer answer = run(words, null);
    assertEquals("", answer.err().lines().limit(20).reduce("", (a, b) -> a + b + "\n"));
    assertEquals(0, answer.status());
    Map<String, Long> facts = new TreeMap<>();
    answer
        .out()
        .lines()
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              facts.put(line.substring(0, space), Long.valueOf(line.substring(space + 1)));
            });
    return facts;
  }

  /** The program behind {@code go tool trace}, without the start of {@code go} each time. */
  public static synchronized Path traceTool() {
    requireGo();
    if (traceTool == null) {
      // The tool is built when it is first used; -n says where it is then.
      run(List.of("go", "tool", "trace", "-h"), null);
      traceTool = Path.of(run(List.of("go", "tool", "-n", "trace"), null).out().strip());
    }
    return traceTool;
  }

  /** Root of the Go installation, with the sources and test data of Go itself. */
  public static synchronized Path goRoot() {
    requireGo();
    if (goRoot == null) {
      goRoot = Path.of(run(List.of("go", "env", "GOROOT"), null).out().strip());
    }
    return goRoot;
  }

  /** A program of test-fixtures/go, built once. */
  public static synchronized Path program(String name) {
    requireGo();
    return BUILT.computeIfAbsent(name, GoTools::build);
  }

  private static Path build(String name) {
    Path program;
    try {
      Path directory = Files.createTempDirectory("loomtrace-go");
      directory.toFile().deleteOnExit();
      program = directory.resolve(name);
      program.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Answer built =
        run(
            List.of("go", "build", "-trimpath", "-o", program.toString(), "./" + name),
            projectRoot().resolve("test-fixtures/go"));
    assertEquals(0, built.status(), built.err());
    return program;
  }

  /** Aborts the test if there is no Go that is new enough. */
  public static void requireGo() {
    String found;
    try {
      found = run(List.of("go", "env", "GOVERSION"), null).out().strip();
    } catch (UncheckedIOException e) {
      found = "none";
    }
    boolean enough =
        found.matches("go1\\.\\d+.*")
            && Integer.parseInt(found.replaceFirst("go1\\.(\\d+).*", "$1")) >= 26;
    if (!enough) {
      if ("true".equals(System.getenv("LOOMTRACE_REQUIRE_GO"))) {
        throw new AssertionError(SKIPPED + found);
      }
      System.err.println(SKIPPED + found);
      abort(SKIPPED + found);
    }
  }

  /** The project's root directory. */
  public static Path projectRoot() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve("test-fixtures"))) {
      directory = directory.getParent();
    }
    return directory;
  }

  /**
   * A process that may be Go. The build gives the tests a cache of their own, in each module; Go
   * would compile its library and tools anew in each, so it keeps the user's.
   */
  public static ProcessBuilder process(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("XDG_CACHE_HOME");
    return builder;
  }

  /** Runs a command to its end. */
  public static Answer run(List<String> command, Path directory) {
    try {
      Path err = Files.createTempFile("loomtrace", ".err");
      try {
        Process process =
            process(command)
                .directory(directory == null ? null : directory.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Answer(process.waitFor(), out, Files.readString(err));
      } finally {
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
