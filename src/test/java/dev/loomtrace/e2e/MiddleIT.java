package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.Middle;
import dev.loomtrace.trace.GoState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A recording that begins and ends in the middle of the program is exact too. */
class MiddleIT {
  private static final String PROGRAM = "dev.loomtrace.e2e.program/Middle$";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {25, 21})
  void olderThreadsAreAsTheyWere(int version) throws IOException {
    Path recording = directory.resolve("middle.jfr");
    ChildJvm.Result program =
        ChildJvm.run(
            version,
            List.of("-javaagent:" + ChildJvm.agent(), "-Djdk.virtualThreadScheduler.parallelism=3"),
            Middle.class,
            recording.toString());
    assertEquals(0, program.status(), program.err());
    Conversion conversion = Conversion.of(recording);
    conversion.assertExact();

    Census census = conversion.census();
    long threads = program.get("threads");
    assertEquals(threads, census.ofClass(PROGRAM + "Throughout").count());
    assertTrue(
        census.ofClass(PROGRAM + "Throughout").allMatch(life -> waits(life) && !life.ended()),
        "some wait all the time");
    assertEquals(threads, census.ofClass(PROGRAM + "Until").count());
    assertTrue(
        census
            .ofClass(PROGRAM + "Until")
            .allMatch(life -> waits(life) && life.stops().isEmpty() && life.ended()),
        "some wait until the middle");
    List<Census.Life> runs = census.ofClass(PROGRAM + "Runs").toList();
    assertEquals(1, runs.size());
    assertEquals(List.of(), runs.getFirst().stops(), "one runs from the begin");
    assertTrue(runs.getFirst().ended());
    List<Census.Life> takes = census.ofClass(PROGRAM + "Takes").toList();
    assertEquals(1, takes.size());
    assertTrue(waits(takes.getFirst()), "one waits at the begin");
    assertEquals(program.get("takes") - 1, takes.getFirst().stops().size(), "and goes on so");
  }

  private static boolean waits(Census.Life life) {
    return life.first() == GoState.WAITING;
  }
}
