package dev.loomtrace.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.bridge.ChildJvm;
import dev.loomtrace.testing.jvm.EachJdk;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stopped the world is in the Go trace, and the pauses of the collector only once. */
class SafepointIT {
  private static final String LOOKS = "FindDeadlocks";

  @TempDir Path directory;

  @EachJdk
  void eachStopIsToldOnce(int version) throws IOException {
    Path recording = directory.resolve("stops.jfr");
    ChildJvm.Result program =
        ChildJvm.run(
            version,
            List.of(
                "-javaagent:" + ChildJvm.agent(),
                "-XX:StartFlightRecording:jdk.ExecuteVMOperation#threshold=0ns,filename="
                    + recording),
            Stops.class);
    assertEquals(0, program.status(), program.err());
    Conversion conversion = Conversion.of(recording);
    Map<String, Long> facts = conversion.assertExact();

    List<RecordedEvent> events = RecordingFile.readAllEvents(recording);
    long looks = count(events, "jdk.ExecuteVMOperation", "operation", LOOKS);
    assertTrue(looks >= Stops.LOOKS, "as JFR has it: " + looks);
    assertEquals(looks, facts.get("range.stop-the-world_(" + LOOKS + ")"), facts::toString);
    long pauses = events.stream().filter(e -> isOf(e, "jdk.GCPhasePause")).count();
    assertTrue(pauses >= Stops.COLLECTIONS, "pauses: " + pauses);
    long recorded =
        facts.entrySet().stream()
            .filter(e -> e.getKey().startsWith("range.stop-the-world_("))
            .filter(e -> e.getKey().contains("Pause"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertEquals(pauses, recorded, facts::toString);
    assertEquals(
        List.of(),
        facts.keySet().stream()
            .filter(name -> name.startsWith("range.stop-the-world_("))
            .filter(name -> name.contains("Collect"))
            .toList(),
        "operations of the collector, which are pauses already");
  }

  private static boolean isOf(RecordedEvent event, String type) {
    return event.getEventType().getName().equals(type);
  }

  private static long count(List<RecordedEvent> events, String type, String field, String value) {
    return events.stream()
        .filter(event -> isOf(event, type) && value.equals(event.getString(field)))
        .count();
  }

  /** A program that has the world stopped for different ends. */
  static final class Stops {
    static final int LOOKS = 5;
    static final int COLLECTIONS = 2;

    private Stops() {}

    public static void main(String[] args) {
      for (int i = 0; i < LOOKS; i++) {
        ManagementFactory.getThreadMXBean().findDeadlockedThreads();
      }
      for (int i = 0; i < COLLECTIONS; i++) {
        System.gc();
      }
    }
  }
}
