package dev.loomtrace.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.JavaPrograms;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import java.io.IOException;
import java.nio.file.Files;
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
    // Dumps of threads tell of waits of which the JDK's reader has no event.
    option.append(",jdk.ThreadDump#enabled=false");
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
   * Its chunk beside those of the JVM's, of the same time: all events are counted, and have their
   * time.
   *
   * <p>With {@code lock} it has the JVM leave out its own events of parks and monitors, and has
   * those for locks only: of other parks dumps of threads tell nevertheless, so that these are left
   * out there. Its chunk is the file's last one, with times by the system's monotonic clock where
   * the JVM's are since its start (the JDK's reader places these waits hours later; of the chunk
   * alone it has them right), and it names carriers without their group: one that no chunk before
   * has described is a platform thread like others.
   */
  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "25, 'event=cpu,jfrsync=profile'",
    "21, 'event=cpu,wall=20ms,lock=1us,jfrsync='",
    "17, 'event=cpu,jfrsync=default'",
  })
  void ofAsyncProfilerBesideTheJvm(int version, String options) throws IOException {
    boolean locks = options.contains("lock");
    StockWaits found = byAsyncProfiler(version, locks ? options + withoutDumps(version) : options);
    assertTrue(found.kinds().contains("sleep"));
    if (locks) {
      assertTrue(found.kinds().containsAll(Set.of("park", "monitor")), found.kinds().toString());
    }
    found.assertSameTimes();
  }

  /** The JVM's settings but for dumps of threads. */
  private Path withoutDumps(int version) throws IOException {
    Path home = JavaRunTimes.home(version);
    String settings = Files.readString(home.resolve("lib").resolve("jfr").resolve("default.jfc"));
    String dump = "<setting name=\"enabled\" control=\"thread-dump-enabled\">true";
    assertTrue(settings.contains(dump));
    Path without = folder.resolve("without-dumps.jfc");
    return Files.writeString(without, settings.replace(dump, dump.replace("true", "false")));
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
