package dev.loomtrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.gotrace.text.RawText;
import dev.loomtrace.gotrace.text.Unquoting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Traces that are not ours to keep or not the same each time: Go's own test data, recordings beside
 * the project, and fresh ones of the programs in test-fixtures/go/maketraces.
 */
public final class GoTraces {
  private static final String NO_SHARED =
      "SKIPPED: no recordings beside the project (../shared/traces); the fresh ones are tested";
  private static List<Path> fresh;

  private GoTraces() {}

  /** A trace of Go's own test data. */
  public static final class Case {
    private final String name;
    private final String expected;
    private final byte[] trace;

    private Case(String name, String expected, byte[] trace) {
      this.name = name;
      this.expected = expected;
      this.trace = trace;
    }

    /** Name of its file. */
    public String name() {
      return name;
    }

    /** The verdict that it says Go gives; empty if it says none. */
    public String expected() {
      return expected;
    }

    /** The trace itself. */
    public byte[] trace() {
      return trace.clone();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Go's text cases, {@code internal/trace/testdata/tests}, as traces. */
  public static List<Case> cases() {
    return list(testData("tests"), ".test").stream().map(GoTraces::readCase).toList();
  }

  /** Go's fuzz corpus, {@code internal/trace/testdata/fuzz}. */
  public static List<Case> corpus() {
    return list(testData("fuzz/FuzzReader"), "").stream().map(GoTraces::readFuzz).toList();
  }

  /** Recordings beside the project; none, and loudly, if they are not there. */
  public static List<Path> shared() {
    Path directory = GoTools.projectRoot().resolve("../shared/traces").normalize();
    if (!Files.isDirectory(directory)) {
      System.err.println(NO_SHARED);
      return List.of();
    }
    return list(directory, ".trace");
  }

  /** Traces of many kinds of programs, made once for all tests. */
  public static synchronized List<Path> fresh() {
    if (fresh == null) {
      try {
        Path directory = Files.createTempDirectory("loomtrace-fresh");
        GoTools.Answer made =
            GoTools.run(
                List.of(GoTools.program("maketraces").toString(), directory.toString()), null);
        assertEquals(0, made.status(), made.err());
        fresh = list(directory, ".trace");
        fresh.forEach(file -> file.toFile().deleteOnExit());
        directory.toFile().deleteOnExit();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return fresh;
  }

  /** All recordings, shared and fresh. */
  public static Stream<Path> recordings() {
    return Stream.concat(shared().stream(), fresh().stream());
  }

  private static Path testData(String part) {
    return GoTools.goRoot().resolve("src/internal/trace/testdata").resolve(part);
  }

  private static List<Path> list(Path directory, String suffix) {
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(
          files.filter(file -> file.toString().endsWith(suffix)).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case readCase(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      String expectTitle = "-- expect --\n";
      String traceTitle = "-- trace --\n";
      int trace = text.indexOf(traceTitle);
      String expect = text.substring(text.indexOf(expectTitle) + expectTitle.length(), trace);
      byte[] raw =
          text.substring(trace + traceTitle.length()).getBytes(StandardCharsets.ISO_8859_1);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      RawText.toTrace(new ByteArrayInputStream(raw), bytes);
      return new Case(file.getFileName().toString(), expect.strip(), bytes.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static Case readFuzz(Path file) {
    try {
      String text = Files.readString(file);
      int start = text.indexOf("[]byte(") + "[]byte(".length();
      byte[] bytes = Unquoting.bytes(text.substring(start, text.lastIndexOf(')')));
      return new Case(file.getFileName().toString(), "", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** Prints a trace's text. */
  @FunctionalInterface
  public interface Printer {
    /** Prints the text of a trace; throws what the trace is refused with. */
    void print(Path trace, OutputStream text) throws IOException;
  }
}
