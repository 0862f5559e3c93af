package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import example.Exhausted;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A JVM that has no file descriptors left. */
@Execution(ExecutionMode.CONCURRENT)
class ExhaustionTest {
  /** Those without an initialiser of their own are marked: {@code 'java/util/List'(no method)}. */
  private static final Pattern INITIALIZED = Pattern.compile("Initializing '([^']+)' ");

  /** What a first line on the standard error initialises: nothing that opens a file. */
  private static final Set<String> HARMLESS =
      Set.of("java/nio/CharBuffer", "java/nio/HeapCharBuffer", "java/nio/charset/CoderResult");

  @TempDir Path folder;

  @BeforeAll
  static void limitsExist() {
    assumeTrue(Files.exists(Path.of("/dev/null")), "SKIPPED: no limit of descriptors here");
  }

  static Stream<Arguments> runs() {
    return JavaRunTimes.versions()
        .flatMap(version -> Stream.of(Arguments.of(version, true), Arguments.of(version, false)));
  }

  private ChildJvm.Result run(int version, boolean exhausted, int millis)
      throws IOException, InterruptedException {
    return ChildJvm.run(
        List.of("sh", "-c", "ulimit -n 300; exec \"$0\" \"$@\""),
        version,
        List.of(
            "-Xlog:class+init=info:file=" + folder.resolve("init.log") + ":none",
            "-cp",
            ChildJvm.classes() + File.pathSeparator + ChildJvm.testClasses(),
            Exhausted.class.getName(),
            folder.resolve("dump.jfr").toString(),
            Boolean.toString(exhausted),
            Integer.toString(millis)));
  }

  @Tag(EachJdk.TAG)
  @ParameterizedTest(name = "JDK {0}, exhausted: {1}")
  @MethodSource("runs")
  void livesAndDumpsAgainWhenThereAreSome(int version, boolean exhausted) throws Exception {
    ChildJvm.Result result = run(version, exhausted, exhausted ? 3000 : 0); // Three rotations.
    assertEquals(0, result.status(), result.toString());
    List<String> out = result.out();
    assertTrue(
        exhausted ? out.get(0).contains("Too many open files") : out.get(0).equals("dump=written"),
        result.toString());
    assertEquals(
        List.of("dump=written", "uuid=4", "digest=32", "survived"), out.subList(1, out.size()));
    assertEquals(
        exhausted,
        result.err().contains("too few file descriptors are left; JFR ends the JVM"),
        result.err());
    assertFalse(
        FlightRecorderTest.values(folder.resolve("dump.jfr"), EventNames.DUMP, "reason").isEmpty());
    assertEquals(List.of(), initialisedByTheDump());
  }

  // What fails to initialise once stays broken; a dump must not be the first to need it.
  private List<String> initialisedByTheDump() throws IOException {
    List<String> found = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("init.log"))) {
      Matcher initialized = INITIALIZED.matcher(line);
      if (initialized.find()) {
        found.add(initialized.group(1));
      }
    }
    int before = found.indexOf("example/Exhausted$Before");
    int after = found.indexOf("example/Exhausted$After");
    assertTrue(0 < before && before < after, "the program's marks are in the log");
    found = new ArrayList<>(found.subList(before + 1, after));
    found.removeAll(HARMLESS);
    return found;
  }
}
