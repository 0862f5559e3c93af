package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import dev.loomtrace.testing.jvm.Sample;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random operations and errors of virtual threads, while recordings start, stop and are dumped: no
 * hang, the same result as without the agent, and no error suppressed. The long form ({@code
 * -Dloomtrace.long=true}) has all combinations of JDK, number of carriers and collector, a million
 * short-lived threads in each, and the agent of OpenTelemetry, if the system property {@code
 * loomtrace.otel} names its jar; it leaves a table of them: {@code target/stress.md}.
 */
class StressIT {
  private static final String SEED = System.getProperty("loomtrace.seed", "20");
  private static final String THREADS = LongForm.choose("40", "200");
  private static final String OPERATIONS = LongForm.choose("150", "300");
  private static final String SHORT_LIVED = LongForm.choose("2000", "1000000");
  private static final Map<Integer, Long> RESULTS = new ConcurrentHashMap<>();
  private static final List<String> ROWS = Collections.synchronizedList(new ArrayList<>());

  @TempDir Path directory;

  @Tag(Sample.TAG)
  @ParameterizedTest(name = "JDK {0}, {1} carriers, {2}")
  @MethodSource("combinations")
  void sameResultAsWithout(int version, int carriers, String collector) {
    check(
        version,
        carriers + " | " + collector + " | ",
        List.of("-Djdk.virtualThreadScheduler.parallelism=" + carriers, "-XX:+Use" + collector));
  }

  @EachJdk
  void besideAnotherAgent(int version) {
    String otel = System.getProperty("loomtrace.otel", "");
    assumeTrue(
        Files.isRegularFile(Path.of(otel)),
        "SKIPPED: loomtrace.otel does not name the jar of OpenTelemetry's agent");
    check(
        version,
        "as the JDK has it | as the JDK has it | OpenTelemetry's",
        List.of(
            "-javaagent:" + otel,
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none"));
  }

  /**
   * With the serial collector, which a plain JDK survives however much is left between the last
   * piece and the heap's end. With G1 and ZGC it does not: threads that cannot be unmounted end.
   */
  @EachJdk
  void whenTheHeapIsFull(int version) {
    List<String> options = List.of("-Xmx128m", "-XX:+UseSerialGC");
    String[] arguments = {"50", LongForm.choose("50", "500"), SEED};
    long expected = ChildJvm.run(version, options, FullHeap.class, arguments).get("sum");
    ChildJvm.Result result =
        ChildJvm.record(
            version, directory.resolve("full-heap.jfr"), options, FullHeap.class, arguments);
    assertUnharmed(expected, result);
    assertTrue(result.get("refused") > 0, "it was full: " + describe(result));
    LongForm.report("full heap, JDK " + version, result.values());
  }

  // After each: of a run that is ended too early there is what it had.
  @AfterEach
  void writeTable() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%d processors (%s, %s), seed %s: %s threads with %s operations each, %s short-lived ones."
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                SEED,
                THREADS,
                OPERATIONS,
                SHORT_LIVED));
    lines.add("");
    lines.add(
        "| JDK | carriers | collector | other agent | operations | waits recorded"
            + " | errors suppressed | events lost | seconds | same result |");
    lines.add("|---|---|---|---|---|---|---|---|---|---|");
    lines.addAll(ROWS);
    LongForm.write("stress.md", lines);
  }

  private void check(int version, String title, List<String> options) {
    long expected =
        RESULTS.computeIfAbsent(
            version,
            v ->
                ChildJvm.run(v, List.of(), Storm.class, THREADS, OPERATIONS, SHORT_LIVED, SEED)
                    .get("sum"));
    Path recording = directory.resolve("storm.jfr");
    long start = System.nanoTime();
    ChildJvm.Result result =
        ChildJvm.record(
            version,
            recording,
            options,
            Storm.class,
            THREADS,
            OPERATIONS,
            SHORT_LIVED,
            SEED,
            "record");
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    ROWS.add(row(version, title, expected, result, recording, duration));
    assertUnharmed(expected, result);
    assertEquals(0, result.get("failures"), describe(result));
    assertEquals(0, result.get("eventsLost"), describe(result));
    LongForm.report("stress, JDK " + version + " " + options, result.values());
  }

  private static void assertUnharmed(long expected, ChildJvm.Result result) {
    assertEquals(expected, result.get("sum"), describe(result));
    assertEquals(0, result.get("errorsSuppressed"), describe(result));
  }

  private static String describe(ChildJvm.Result result) {
    return "seed " + SEED + ": " + result.values() + result.err();
  }

  private static String row(
      int version,
      String title,
      long expected,
      ChildJvm.Result result,
      Path recording,
      Duration duration) {
    return "| %s | %s | %,d | %,d | %d | %d | %d | %s |"
        .formatted(
            release(version),
            title,
            result.get("operations"),
            Tally.of(recording).blocks(),
            result.get("errorsSuppressed"),
            result.get("eventsLost"),
            duration.toSeconds(),
            result.get("sum") == expected ? "yes" : "no");
  }

  private static String release(int version) {
    Properties release = new Properties();
    try (Reader reader = Files.newBufferedReader(JavaRunTimes.home(version).resolve("release"))) {
      release.load(reader);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return release.getProperty("JAVA_VERSION").replace("\"", "");
  }

  static Stream<Arguments> combinations() {
    if (!LongForm.isChosen()) {
      // Each value once for each JDK.
      return Sample.of(
          1,
          List.of(
              Arguments.of(25, 1, "SerialGC"),
              Arguments.of(25, 8, "G1GC"),
              Arguments.of(25, 2, "ZGC"),
              Arguments.of(21, 1, "G1GC"),
              Arguments.of(21, 2, "SerialGC"),
              Arguments.of(21, 8, "ZGC")));
    }
    List<Arguments> all = new ArrayList<>();
    for (int version : JavaRunTimes.versions().toList()) {
      for (int carriers : new int[] {1, 2, 8}) {
        for (String collector : new String[] {"SerialGC", "ZGC", "G1GC"}) {
          all.add(Arguments.of(version, carriers, collector));
        }
      }
    }
    return all.stream();
  }
}
