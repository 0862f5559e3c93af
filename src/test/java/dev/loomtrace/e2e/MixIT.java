package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.Mix;
import dev.loomtrace.testing.jvm.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** All at once, over many chunks, on few and on many carriers, with each kind of collector. */
@Tag("parallel")
class MixIT {
  private static final String WORKER = "dev.loomtrace.e2e.program/Mix$Worker";

  @TempDir Path directory;

  static Stream<Arguments> jvms() {
    return Sample.of(
        1,
        List.of(
            Arguments.of(25, 1, "SerialGC"),
            Arguments.of(25, 4, "ZGC"),
            Arguments.of(25, 2, "G1GC"),
            Arguments.of(21, 2, "G1GC")));
  }

  @Tag(Sample.TAG)
  @ParameterizedTest
  @MethodSource("jvms")
  void everythingAtOnceIsInOrder(int version, int parallelism, String collector)
      throws IOException {
    Path recording = directory.resolve("mix.jfr");
    ChildJvm.Result program =
        ChildJvm.record(
            version,
            recording,
            List.of(
                "-Djdk.virtualThreadScheduler.parallelism=" + parallelism,
                "-Xmx100m",
                "-XX:+Use" + collector),
            Mix.class,
            "50",
            "100",
            "7");
    Conversion conversion = Conversion.of(recording);
    Map<String, Long> seenByGo = conversion.assertExact();

    Census census = conversion.census();
    Map<String, Long> stops = census.reasons(WORKER);
    assertEquals(program.get("workers"), census.ofClass(WORKER).count());
    assertEquals(
        program.get("starts"), census.ofClass("dev.loomtrace.e2e.program/Mix$Child").count());
    // Before JDK 24 a thread that sleeps in a monitor keeps its carrier: a pin.
    long pinned = version < 24 ? program.get("sleepsInMonitor") : 0;
    long sleeps = program.get("sleeps") - pinned;
    assertEquals(sleeps, stops.get("sleep"));
    assertEquals(sleeps, seenByGo.get("stop " + WORKER + ".run sleep"));
    // The JDK's own code yields too, when it loses a race to set up a map's table.
    long yields = stops.get("Thread.yield") - program.get("yields");
    assertTrue(yields >= 0 && yields <= 3, () -> yields + " yields are not the program's own");
    // Slow reads of files are system calls too.
    long pins = program.get("pins") + pinned;
    assertTrue(stops.get("Syscall") >= pins, () -> pins + " pins, stops: " + stops);
    assertEquals(parallelism, census.metrics().get("/sched/gomaxprocs:threads"));
    assertTrue(
        census.ranges().keySet().stream().anyMatch(name -> name.startsWith("stop-the-world")),
        () -> "pauses: " + census.ranges());
    assertTrue(census.parts() > 2, () -> "chunks: " + census.parts());
  }
}
