package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.RotatingWorkload;
import dev.loomtrace.testing.jvm.EachJdk;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The Go trace has as many waits as a scheduler of the program's own counted. */
@Tag("parallel")
class WorkloadIT {
  private static final int FIRST_JDK_WITH_MONITORS = 24;

  @TempDir Path directory;

  @EachJdk
  void everyWaitIsInTheTrace(int version) throws IOException {
    Path recording = directory.resolve("workload.jfr");
    ChildJvm.Result program =
        ChildJvm.record(
            version,
            recording,
            // Else the JDK's own pollers are virtual threads too, on the scheduler that counts.
            List.of("-Djdk.pollerMode=1"),
            RotatingWorkload.class,
            "100",
            "150",
            "43",
            directory.resolve("handovers.txt").toString(),
            // Where monitors keep the carriers, two would stand still most of the time.
            version >= FIRST_JDK_WITH_MONITORS ? "2" : "16");
    Conversion conversion = Conversion.of(recording);
    conversion.assertExact();

    List<Census.Life> threads =
        conversion.census().lives().stream()
            // Virtual threads are named after methods; here all are the workload's.
            .filter(life -> life.name().contains("/"))
            .toList();
    assertEquals(program.get("threads"), threads.size());
    assertTrue(threads.stream().allMatch(Census.Life::ended), "all threads end");
    assertEquals(
        program.get("executions") - program.get("threads"),
        threads.stream()
            .flatMap(life -> life.stops().stream())
            .filter(stop -> !stop.to().keepsThread())
            .count());
    if (version >= FIRST_JDK_WITH_MONITORS) { // Before, those who sleep in a monitor are pinned.
      assertEquals(
          program.get("sleeps"),
          threads.stream()
              .flatMap(life -> life.stops().stream())
              .filter(stop -> stop.reason().equals("sleep"))
              .count());
    }
  }
}
