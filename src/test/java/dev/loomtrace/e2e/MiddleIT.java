package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.bridge.Restless;
import dev.loomtrace.e2e.program.Ephemeral;
import dev.loomtrace.e2e.program.Middle;
import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Repairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** A recording that begins and ends in the middle of the program is exact too. */
@Tag("parallel")
class MiddleIT {
  private static final int WINDOW = 4;
  private static final String PROGRAM = "dev.loomtrace.e2e.program/Middle$";

  @TempDir Path directory;

  @EachJdk
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
    assertEquals(List.of(), runs.getFirst().stops(), "one runs from the start");
    assertTrue(runs.getFirst().ended());
    List<Census.Life> takes = census.ofClass(PROGRAM + "Takes").toList();
    assertEquals(1, takes.size());
    assertTrue(waits(takes.getFirst()), "one waits at the start");
    assertEquals(program.get("takes") - 1, takes.getFirst().stops().size(), "and goes on so");
  }

  @EachJdk
  void chunksThatWereKeptOfARecordingAreExact(int version) throws IOException {
    Path restless = directory.resolve("restless.jfr");
    List<String> carriers = List.of("-Djdk.virtualThreadScheduler.parallelism=4");
    ChildJvm.record(version, restless, carriers, Restless.class, "40");
    assertWindowsAreExact(restless);
    Path brief = directory.resolve("brief.jfr");
    ChildJvm.record(version, brief, List.of(), Ephemeral.class, "100000");
    assertWindowsAreExact(brief);
  }

  /** Of any chunks in a row, as a flight recorder keeps the last ones, nothing may need repair. */
  private void assertWindowsAreExact(Path recording) throws IOException {
    byte[] all = Files.readAllBytes(recording);
    List<RecordingBytes.Chunk> chunks = new RecordingBytes(all).chunks();
    assertTrue(chunks.size() > 2 * WINDOW, () -> "chunks: " + chunks.size());
    Path window = directory.resolve("window.jfr");
    for (int first = 0; first + WINDOW <= chunks.size(); first++) {
      int end = chunks.get(first + WINDOW - 1).end();
      Files.write(window, Arrays.copyOfRange(all, chunks.get(first).begin(), end));
      Conversion conversion = Conversion.of(window);
      assertEquals(List.of(), conversion.faults());
      // But for threads that have lived before whoever started them came to write that.
      long repaired =
          conversion.repairs().total(Repairs.Group.SCHEDULING)
              - conversion.repairs().count(Repairs.Kind.CREATE_ADDED);
      assertEquals(0, repaired, "chunks from " + first + " on: " + conversion.repairs().examples());
    }
  }

  private static boolean waits(Census.Life life) {
    return life.first() == GoState.WAITING;
  }
}
