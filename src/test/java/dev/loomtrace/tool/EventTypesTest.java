package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What a recording holds, against the JDK's own reader. */
@Isolated("records its own JVM")
class EventTypesTest {
  @TempDir Path folder;

  @Test
  void countsWhatTheJdkCounts() throws Exception {
    Path file = folder.resolve("stock.jfr");
    try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
      recording.start();
      Thread.ofVirtual().start(() -> sleep(30)).join();
      System.gc();
      sleep(30);
      recording.stop();
      recording.dump(file);
    }
    Map<String, String> said =
        TraceCommandsTest.flat(
            CommandRun.of("summary", "--events", "--json", file).succeeds().out());
    Map<String, Long> counts = new TreeMap<>();
    for (int i = 0; said.containsKey("/types/" + i + "/type"); i++) {
      counts.put(
          said.get("/types/" + i + "/type"), Long.valueOf(said.get("/types/" + i + "/count")));
    }
    assertEquals(jdkCounts(file), counts);
    assertEquals("false", said.get("/recorder"));
    String summary = CommandRun.of("summary", file).succeeds().out();
    assertTrue(summary.contains("recorded without Loomtrace's agent"), summary);
    assertTrue(
        summary.matches("(?s).* of [0-9,]+ events in the file have no place here: .*"), summary);
  }

  private static Map<String, Long> jdkCounts(Path file) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        counts.merge(recording.readEvent().getEventType().getName(), 1L, Long::sum);
      }
    }
    return counts;
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
