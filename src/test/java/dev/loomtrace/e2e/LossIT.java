package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.e2e.program.Mix;
import dev.loomtrace.trace.Repairs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings that lost events, or whose clocks disagree, become traces that are in order. */
class LossIT {
  @TempDir static Path directory;

  private static Path recording;

  @BeforeAll
  static void record() {
    recording = directory.resolve("whole.jfr");
    ChildJvm.record(25, recording, Mix.class, "30", "60", "11");
  }

  @ParameterizedTest
  @CsvSource({"2,1", "5,2", "5,3", "50,4"})
  void droppedEventsAreRepaired(int percent, long seed) throws IOException {
    Random random = new Random(seed);
    RecordingBytes bytes = RecordingBytes.of(recording);
    for (RecordingBytes.Chunk chunk : bytes.chunks()) {
      for (RecordingBytes.Event event : bytes.events(chunk)) {
        if (!event.isReserved() && random.nextInt(100) < percent) {
          bytes.drop(event);
        }
      }
    }
    assertRepaired(bytes, "dropped-" + percent + "-" + seed);
  }

  @ParameterizedTest
  @CsvSource({"20,5", "200,6", "5000,7"})
  void timesThatDisagreeAreRepaired(int micros, long seed) throws IOException {
    Random random = new Random(seed);
    RecordingBytes bytes = RecordingBytes.of(recording);
    for (RecordingBytes.Chunk chunk : bytes.chunks()) {
      for (RecordingBytes.Event event : bytes.events(chunk)) {
        if (!event.isReserved()) {
          bytes.shift(event, random.nextLong(-micros * 1000L, micros * 1000L));
        }
      }
    }
    assertRepaired(bytes, "shifted-" + micros + "-" + seed);
  }

  private static void assertRepaired(RecordingBytes bytes, String name) throws IOException {
    Path spoiled = directory.resolve(name + ".jfr");
    Files.write(spoiled, bytes.bytes());
    Conversion conversion = Conversion.of(spoiled);
    conversion.assertValid();
    assertTrue(conversion.repairs().total(Repairs.Group.SCHEDULING) > 0, "repairs are counted");
  }
}
