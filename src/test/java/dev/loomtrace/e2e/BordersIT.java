package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.Borders;
import dev.loomtrace.e2e.program.Starved;
import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.trace.GoState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** Waits across one, two and ten borders of chunks are one wait each, as long as it was. */
class BordersIT {
  private static final String SUFFIX = "_borders";

  @TempDir Path directory;

  @EachJdk
  void waitsAcrossBordersAreWhole(int version) throws IOException {
    Path recording = directory.resolve("borders.jfr");
    ChildJvm.Result program =
        ChildJvm.record(
            version,
            recording,
            List.of("-Djdk.virtualThreadScheduler.parallelism=4"),
            Borders.class,
            version < 24 ? "1" : "0",
            "1",
            "2",
            "10");
    Conversion conversion = Conversion.of(recording);
    List<String> waiters =
        program.values().keySet().stream()
            .filter(name -> name.endsWith(SUFFIX))
            .map(name -> name.substring(0, name.length() - SUFFIX.length()))
            .toList();
    assertEquals(version < 24 ? 10 : 13, waiters.size());
    for (String waiter : waiters) {
      List<Census.Stop> stops = conversion.census().life(program.get(waiter + "_id")).stops();
      assertEquals(1, stops.size(), () -> waiter + " waited once: " + stops);
      Census.Stop stop = stops.getFirst();
      assertEquals(program.get(waiter + SUFFIX), stop.borders(), () -> waiter + "'s borders");
      // Clocks: the recording's and the program's may differ by some parts of a million.
      long atLeast = program.get(waiter + "_atLeast") / 1000 * 999;
      long atMost = program.get(waiter + "_atMost") / 1000 * 1001;
      assertTrue(
          stop.duration() >= atLeast && stop.duration() <= atMost,
          () -> waiter + ": " + stop.duration() + " ns, not " + atLeast + " to " + atMost);
    }
    Census.Life running = conversion.census().life(program.get("Run_id"));
    assertEquals(List.of(), running.stops(), "what runs all the time");
    assertTrue(running.ended());
    conversion.assertExact();
  }

  @EachJdk
  void whoHasYieldedIsRunnableAllTheTime(int version) throws IOException {
    Path recording = directory.resolve("starved.jfr");
    ChildJvm.Result program =
        ChildJvm.record(
            version,
            recording,
            List.of(
                "-Djdk.virtualThreadScheduler.parallelism=1",
                "-Djdk.virtualThreadScheduler.maxPoolSize=1"),
            Starved.class,
            "5");
    Conversion conversion = Conversion.of(recording);
    List<Census.Stop> stops = conversion.census().life(program.get("starved")).stops();
    assertEquals(1, stops.size(), () -> "it yielded once: " + stops);
    Census.Stop stop = stops.getFirst();
    assertEquals(GoState.RUNNABLE, stop.to());
    assertEquals("Thread.yield", stop.reason());
    assertEquals(5, stop.borders());
    conversion.assertExact();
  }
}
