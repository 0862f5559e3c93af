package dev.loomtrace.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.JavaPrograms;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmc.flightrecorder.writer.api.Recordings;
import org.openjdk.jmc.flightrecorder.writer.api.Type;
import org.openjdk.jmc.flightrecorder.writer.api.Types;

/**
 * Recordings of a program that waits, made without Loomtrace's agent in each way that there is: the
 * trace has the waits that the JDK's reader finds, by thread and kind, and counts the same events.
 */
class StockRecordingsTest {
  private static final String[] EVENTS = {
    "ThreadPark",
    "ThreadSleep",
    "JavaMonitorEnter",
    "JavaMonitorWait",
    "SocketRead",
    "SocketWrite",
    "FileRead",
    "FileWrite",
    "FileForce"
  };

  @TempDir private Path folder;

  private StockWaits recorded(int version, List<String> options, List<String> arguments)
      throws IOException {
    List<String> all = new ArrayList<>(options);
    if (version >= 21) {
      all.add("-Djdk.virtualThreadScheduler.parallelism=8"); // Before 24, monitors keep carriers.
    }
    JavaPrograms.run(version, all, WaitingProgram.class, arguments, folder);
    StockWaits found = StockWaits.of(folder.resolve("stock.jfr"));
    found.assertSameCounts();
    return found;
  }

  private StockWaits byJvm(int version, String settings, String more) throws IOException {
    StringBuilder option = new StringBuilder("-XX:StartFlightRecording:filename=");
    option.append(folder.resolve("stock.jfr")).append(",settings=");
    boolean all = settings.equals("all");
    option.append(all ? "profile" : settings);
    if (all) {
      for (String event : EVENTS) {
        option.append(",jdk.").append(event).append("#threshold=0ms");
      }
    }
    List<String> options = new ArrayList<>(List.of(option.toString()));
    if (!more.isEmpty()) {
      options.addAll(List.of(more.split(" ", -1)));
    }
    StockWaits found = recorded(version, options, List.of());
    found.assertSameTimes();
    assertTrue(
        found.kinds().containsAll(Set.of("park", "sleep", "monitor", "object wait", "socket")),
        () -> found.kinds().toString());
    assertTrue(!all || found.kinds().contains("file"));
    return found;
  }

  @ParameterizedTest
  @CsvSource({"25, default"})
  void ofTheJvm(int version, String settings) throws IOException {
    byJvm(version, settings, "");
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "17, default, ''",
    "17, profile, ''",
    "17, all, ''",
    "21, default, ''",
    "21, profile, ''",
    "21, all, ''",
    "25, profile, ''",
    "25, all, ''",
    "25, all, -XX:+UseParallelGC -XX:-UseSerialGC",
    "25, profile, -XX:+UseZGC -XX:-UseSerialGC",
    "21, all, -XX:FlightRecorderOptions:stackdepth=5",
    "25, all, -Xint",
  })
  void ofEachJvm(int version, String settings, String more) throws IOException {
    byJvm(version, settings, more);
  }

  /** Threads wait when it begins. */
  @ParameterizedTest
  @CsvSource({"25, profile"})
  void ofAWindow(int version, String settings) throws IOException {
    Path file = folder.resolve("stock.jfr");
    StockWaits found = recorded(version, List.of(), List.of(file.toString(), settings));
    found.assertSameTimes();
    assertTrue(found.kinds().contains("sleep"), () -> found.kinds().toString());
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"17, profile", "21, profile", "21, default", "25, default"})
  void ofAWindowOfEachJvm(int version, String settings) throws IOException {
    ofAWindow(version, settings);
  }

  /**
   * What it says of locks on JDK 25 is left out: there it takes a carrier for the virtual thread
   * that waits at a monitor, and has several such waits of one carrier at a time.
   */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "25, 'event=cpu', ''",
    "25, 'event=cpu,wall=10ms', ''",
    "21, 'event=cpu,lock=0', jdk.ThreadPark",
    "17, 'event=lock,lock=0', jdk.ThreadPark",
  })
  void ofAsyncProfiler(int version, String options, String type) throws IOException {
    StockWaits found = byAsyncProfiler(version, options);
    if (type.isEmpty()) {
      assertEquals(Set.of(), found.kinds());
    } else {
      assertTrue(found.count(type) > 0, type);
    }
    found.assertSameTimes();
  }

  /**
   * Its chunks beside those of the JVM's, of the same time: all events are counted. Times are not
   * compared, since which of its waits are told of too late depends on the order of the chunks.
   */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "25, 'event=cpu,jfrsync=profile'",
    "21, 'event=cpu,wall=20ms,lock=1us,jfrsync=default'",
    "17, 'event=cpu,jfrsync=default'",
  })
  void ofAsyncProfilerBesideTheJvm(int version, String options) throws IOException {
    assertTrue(byAsyncProfiler(version, options).kinds().contains("sleep"));
  }

  private StockWaits byAsyncProfiler(int version, String options) throws IOException {
    Path file = folder.resolve("stock.jfr");
    String option = JavaPrograms.asyncProfiler(options + ",jfr,file=" + file, folder);
    return recorded(version, List.of(option), List.of());
  }

  /** Of Mission Control's writer: a wait in another one, and one after it, in each of threads. */
  @ParameterizedTest
  @CsvSource({"1", "40"})
  void ofMissionControlsWriter(int threads) throws IOException {
    Path file = folder.resolve("jmc.jfr");
    try (var recording =
        Recordings.newRecording(file, settings -> settings.withJdkTypeInitialization())) {
      long begin = System.nanoTime() + 1_000_000;
      for (String name : List.of("jdk.ThreadSleep", "jdk.SocketRead", "jdk.JavaMonitorEnter")) {
        Type type =
            recording.registerType(
                name,
                "jdk.jfr.Event",
                fields -> {
                  fields.addField("startTime", Types.Builtin.LONG);
                  fields.addField("duration", Types.Builtin.LONG);
                  fields.addField("eventThread", Types.JDK.THREAD);
                });
        long from = name.endsWith("Read") ? 0 : name.endsWith("Enter") ? 10_000_000 : 90_000_000;
        long lasts = name.endsWith("Read") ? 70_000_000 : 20_000_000;
        for (int i = 1; i <= threads; i++) {
          int number = i;
          recording.writeEvent(
              type.asValue(
                  value ->
                      value
                          .putField("startTime", begin + from + number)
                          .putField("duration", lasts + number)
                          .putField(
                              "eventThread",
                              thread ->
                                  thread
                                      .putField("javaName", "till " + number)
                                      .putField("osName", "till " + number)
                                      .putField("osThreadId", (long) number))));
        }
      }
    }
    StockWaits found = StockWaits.of(file);
    long more = threads * (threads + 1L) / 2;
    assertEquals(
        Map.of(
            "monitor", threads * 20_000_000L + more,
            "sleep", threads * 20_000_000L + more,
            "socket", threads * 50_000_000L),
        found.sums());
    found.assertSameCounts();
    found.assertSameTimes();
  }
}
