package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random operations and errors of virtual threads, while recordings start, stop and are dumped: no
 * hang, the same result as without the agent, and no error suppressed. The long form ({@code
 * -Dloomtrace.long=true}) has all combinations of JDK, number of carriers and collector, and the
 * agent of OpenTelemetry, if the system property {@code loomtrace.otel} names its jar.
 */
class StressIT {
  private static final String SEED = System.getProperty("loomtrace.seed", "20");
  private static final Map<Integer, Long> RESULTS = new ConcurrentHashMap<>();

  @TempDir Path directory;

  @ParameterizedTest(name = "JDK {0}, {1} carriers, {2}")
  @MethodSource("combinations")
  void sameResultAsWithout(int version, int carriers, String collector) {
    List<String> options = new ArrayList<>();
    options.add("-Djdk.virtualThreadScheduler.parallelism=" + carriers);
    options.add("-XX:+Use" + collector);
    check(version, options);
  }

  @ParameterizedTest(name = "JDK {0}")
  @MethodSource("versions")
  void besideAnotherAgent(int version) {
    String otel = System.getProperty("loomtrace.otel", "");
    assumeTrue(
        Files.isRegularFile(Path.of(otel)),
        "SKIPPED: loomtrace.otel does not name the jar of OpenTelemetry's agent");
    check(
        version,
        List.of(
            "-javaagent:" + otel,
            "-Dotel.traces.exporter=none",
            "-Dotel.metrics.exporter=none",
            "-Dotel.logs.exporter=none"));
  }

  private void check(int version, List<String> options) {
    String[] arguments = {LongForm.choose("40", "200"), LongForm.choose("150", "2000"), SEED};
    long expected =
        RESULTS.computeIfAbsent(
            version, v -> ChildJvm.run(v, List.of(), Storm.class, arguments).get("sum"));
    ChildJvm.Result result =
        ChildJvm.record(
            version,
            directory.resolve("storm.jfr"),
            options,
            Storm.class,
            arguments[0],
            arguments[1],
            arguments[2],
            "record");
    String all = "seed " + SEED + ": " + result.values() + result.err();
    assertEquals(expected, result.get("sum"), all);
    assertEquals(0, result.get("failures"), all);
    assertEquals(0, result.get("errorsSuppressed"), all);
    assertEquals(0, result.get("eventsLost"), all);
    LongForm.report("stress, JDK " + version + " " + options, result.values());
  }

  static Stream<Integer> versions() {
    return Stream.of(25, 21);
  }

  static Stream<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (int version : new int[] {25, 21}) {
      for (int carriers : new int[] {1, 2, 8}) {
        for (String collector : new String[] {"SerialGC", "ZGC", "G1GC"}) {
          all.add(Arguments.of(version, carriers, collector));
        }
      }
    }
    // The short form: each value once for each JDK.
    List<Arguments> some =
        List.of(
            Arguments.of(25, 1, "SerialGC"),
            Arguments.of(25, 2, "ZGC"),
            Arguments.of(25, 8, "G1GC"),
            Arguments.of(21, 1, "G1GC"),
            Arguments.of(21, 2, "SerialGC"),
            Arguments.of(21, 8, "ZGC"));
    return LongForm.choose(some, all).stream();
  }
}
