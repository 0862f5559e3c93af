package dev.loomtrace.gotrace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.gotrace.text.EditableTrace;
import dev.loomtrace.gotrace.text.Footprint;
import dev.loomtrace.gotrace.text.RawText;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.testing.GoText;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Go itself is asked what it makes of each trace. */
class GoVerdictTest {
  @TempDir static Path directory;

  @BeforeAll
  static void requireGo() {
    GoTools.requireGo();
  }

  static Stream<Path> recordings() {
    return GoTraces.recordings();
  }

  static Stream<GoTraces.Case> cases() {
    return GoTraces.cases().stream();
  }

  static Stream<GoTraces.Case> failingCases() {
    return cases().filter(test -> test.expected().startsWith("FAILURE"));
  }

  /** The format before Go 1.22 has tests of its own. */
  static Stream<GoTraces.Case> corpus() {
    return GoTraces.corpus().stream()
        .filter(
            test -> {
              String header = new String(test.trace(), 0, 7, StandardCharsets.ISO_8859_1);
              return header.compareTo("go 1.22") >= 0;
            });
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void printsTheEventsThatGoPrints(Path trace) throws IOException {
    assertEquals(GoText.Verdict.ACCEPTED, GoText.assertSame("parsed", trace, this::parsed));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void printsTheRawEventsThatGoPrints(Path trace) throws IOException {
    assertEquals(GoText.Verdict.ACCEPTED, GoText.assertSame("wire", trace, this::wire));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void printsTheFootprintThatGoPrints(Path trace) throws IOException {
    assertEquals(
        GoText.Verdict.ACCEPTED,
        GoText.assertSame(
            "footprint",
            trace,
            (file, out) -> Footprint.of(Files.newInputStream(file)).print(out)));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void rawTextIsTheSameTraceAgain(Path trace) throws IOException {
    byte[] bytes = Files.readAllBytes(trace);
    assertArrayEquals(bytes, thereAndBack(bytes));
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void recordingsAreLegal(Path trace) throws IOException {
    TraceValidator validator = new TraceValidator();
    try (TraceReader reader = GoTraceReader.open(Files.newInputStream(trace))) {
      reader.copyTo(validator);
    }
    assertEquals(List.of(), validator.faults());
  }

  /** Several generations each, and none with events that only the last version knows. */
  static Stream<Path> recordingsOfGenerations() {
    return GoTraces.fresh().stream()
        .filter(file -> file.getFileName().toString().matches("(collecting|generations).*"));
  }

  @ParameterizedTest
  @MethodSource("recordingsOfGenerations")
  void readsGenerationsWhoseEndsAreNotMarked(Path trace) throws IOException {
    EditableTrace newest = EditableTrace.of(Files.readAllBytes(trace));
    assertTrue(
        newest.items().stream().filter(i -> i.type() == WireType.END_OF_GENERATION).count() > 1,
        "one generation only");
    for (EditableTrace older : List.of(newest.asGo125(), newest.asGo123())) {
      Path file = directory.resolve("older.trace");
      Files.write(file, older.toBytes());
      assertEquals(GoText.Verdict.ACCEPTED, GoText.assertSame("parsed", file, this::parsed));
      assertEquals(GoText.Verdict.ACCEPTED, GoText.assertSame("wire", file, this::wire));
      // Cut within the last generation: what came before it is whole.
      byte[] cut = older.toBytes();
      Files.write(file, Arrays.copyOf(cut, cut.length - 100));
      GoText.assertSame("parsed", file, this::parsed);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void judgesGosOwnCasesAsGoDoes(GoTraces.Case test) throws IOException {
    Path file = directory.resolve(test.name());
    Files.write(file, test.trace());
    GoText.Verdict verdict = GoText.assertSame("parsed", file, this::parsed);
    assertEquals(
        test.expected().startsWith("SUCCESS") ? GoText.Verdict.ACCEPTED : GoText.Verdict.REFUSED,
        verdict,
        test.expected());
    assertEquals(GoText.Verdict.ACCEPTED, GoText.assertSame("wire", file, this::wire));
    assertArrayEquals(test.trace(), thereAndBack(test.trace()));
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void judgesGosFuzzCorpusAsGoDoes(GoTraces.Case test) throws IOException {
    Path file = directory.resolve(test.name());
    Files.write(file, test.trace());
    GoText.assertSame("parsed", file, this::parsed);
  }

  @ParameterizedTest
  @MethodSource("failingCases")
  void tellsWhereACaseGoesWrong(GoTraces.Case test) throws IOException {
    try (TraceReader reader = GoTraceReader.open(new ByteArrayInputStream(test.trace()))) {
      MalformedTraceException e =
          assertThrows(MalformedTraceException.class, () -> reader.copyTo(event -> {}));
      assertTrue(
          e.getMessage().matches("offset 0x[0-9a-f]+ \\(gen \\d+.*\\): .*expected.*"),
          e.getMessage());
      assertTrue(e.offset() < test.trace().length, e.getMessage());
    }
  }

  private void parsed(Path trace, OutputStream out) throws IOException {
    EventText text = new EventText(out);
    try (TraceReader reader = GoTraceReader.open(Files.newInputStream(trace))) {
      reader.copyTo(text);
    } finally {
      text.flush();
    }
  }

  private void wire(Path trace, OutputStream out) throws IOException {
    try (InputStream in = Files.newInputStream(trace)) {
      RawText.printEvents(in, out);
    }
  }

  private static byte[] thereAndBack(byte[] trace) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    RawText.toText(new ByteArrayInputStream(trace), text);
    ByteArrayOutputStream again = new ByteArrayOutputStream();
    RawText.toTrace(new ByteArrayInputStream(text.toByteArray()), again);
    return again.toByteArray();
  }
}
