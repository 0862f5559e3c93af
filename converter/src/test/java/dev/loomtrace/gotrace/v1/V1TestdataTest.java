package dev.loomtrace.gotrace.v1;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Comparator.comparingLong;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.loomtrace.testing.GoTools;
import dev.loomtrace.testing.GoTraces;
import dev.loomtrace.testing.jvm.Sample;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The traces before Go 1.22 that the machine's Go distribution has. */
class V1TestdataTest extends V1Judged {
  static List<Path> files() throws IOException {
    GoTools.requireGo();
    Path root = Path.of(GoTools.run(List.of("go", "env", "GOROOT"), null).out().strip());
    Path testdata = root.resolve("src/internal/trace/internal/tracev1/testdata");
    try (Stream<Path> all = Files.list(testdata)) {
      List<Path> files = all.sorted().toList();
      assertFalse(files.isEmpty());
      return files;
    }
  }

  /** The smaller files with every build. */
  static Stream<Path> sampledFiles() throws IOException {
    List<Path> all = new ArrayList<>(files());
    all.sort(comparingLong(file -> file.toFile().length()));
    return Sample.of(all.size() * 2 / 3, all);
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("sampledFiles")
  void printsWhatGoPrints(Path file) throws IOException {
    V1Text.Reading ours = V1Text.read(Files.readAllBytes(file));
    assertNull(ours.fault());
    assertEquals(V1Text.settled(V1Text.latin1(GoTools.parsed(file))), V1Text.settled(ours.text()));
  }

  @ParameterizedTest
  @MethodSource("files")
  void makesSense(Path file) throws IOException {
    TraceValidator validator = new TraceValidator(false);
    try (TraceReader reader = V1Text.open(Files.readAllBytes(file))) {
      reader.copyTo(validator);
    }
    assertEquals(List.of(), validator.faults());
  }

  static List<GoTraces.Case> corpus() {
    return GoTraces.corpus().stream().filter(test -> isBeforeGo122(test.trace())).toList();
  }

  private static boolean isBeforeGo122(byte[] trace) {
    String header = new String(trace, 0, 7, ISO_8859_1);
    return header.compareTo("go 1.22") < 0;
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void judgesGosFuzzCorpusAsGoDoes(GoTraces.Case test) throws IOException {
    agreed(test.trace(), V1Text.read(test.trace()));
  }
}
