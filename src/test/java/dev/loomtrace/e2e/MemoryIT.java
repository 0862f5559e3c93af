package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.Convert;
import dev.loomtrace.e2e.program.Flood;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recording is converted in little memory, whatever its size: here of some chunks, or, with
 * {@code -Dloomtrace.megabytes=1024}, of as many as a recording of 1 GB has.
 */
@Tag("parallel")
@Tag("slow")
class MemoryIT {
  private static final long MEGABYTES = Long.getLong("loomtrace.megabytes", 60);

  @TempDir Path directory;

  @Test
  void memoryDoesNotGrowWithTheFile() throws IOException {
    Path recording = directory.resolve("large.jfr");
    ChildJvm.Result flood =
        ChildJvm.run(
            25,
            List.of(
                "-javaagent:" + ChildJvm.agent(),
                "-XX:StartFlightRecording:maxsize=16g,filename=" + recording),
            Flood.class,
            Long.toString(MEGABYTES << 20));
    assertEquals(0, flood.status(), flood.err());
    assertTrue(Files.size(recording) >= MEGABYTES << 20, "the recording is large");

    ChildJvm.Result conversion =
        ChildJvm.run(
            25,
            List.of("-Xmx256m"),
            Convert.class,
            recording.toString(),
            directory.resolve("large.trace").toString());
    assertEquals(0, conversion.status(), conversion.err());
    System.out.println(
        "recording: " + Files.size(recording) + " bytes; conversion: " + conversion.values());
    assertTrue(conversion.get("parts") > 4, conversion::out);
    assertEquals(0, conversion.get("scheduling"), conversion::out);
    // Chunks differ in size by some parts of a hundred.
    assertTrue(
        conversion.get("mostInSecondHalf") <= conversion.get("mostInFirstHalf") * 3 / 2,
        conversion::out);
  }
}
