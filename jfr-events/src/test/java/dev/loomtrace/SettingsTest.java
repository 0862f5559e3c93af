package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.event.EventSchema;
import dev.loomtrace.event.EventSpec;
import dev.loomtrace.event.SettingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
  @TempDir Path folder;

  static List<Settings> files() {
    return List.of(Settings.alwaysOn(), Settings.full());
  }

  private static Map<String, Set<String>> settingsByEvent(Settings settings) {
    return settings.values().keySet().stream()
        .map(key -> key.split("#"))
        .collect(
            Collectors.groupingBy(
                key -> key[0], Collectors.mapping(key -> key[1], Collectors.toSet())));
  }

  /** Events of the JDK's own, with their settings. */
  private static Map<String, Set<String>> jdkEvents() {
    return FlightRecorder.getFlightRecorder().getEventTypes().stream()
        .filter(type -> type.getName().startsWith("jdk."))
        .collect(Collectors.toMap(EventType::getName, SettingsTest::settingNames));
  }

  private static Set<String> settingNames(EventType type) {
    return type.getSettingDescriptors().stream()
        .map(SettingDescriptor::getName)
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("files")
  void nameOnlyWhatTheJdkHas(Settings settings) {
    Map<String, Set<String>> known = jdkEvents();
    settingsByEvent(settings)
        .forEach(
            (event, names) -> {
              if (!event.startsWith(EventNames.PREFIX)) {
                assertTrue(known.containsKey(event), "unknown event " + event);
                assertTrue(known.get(event).containsAll(names), event + ": " + names);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("files")
  void nameAllOfOurEventsWithAllTheirSettings(Settings settings) {
    Map<String, Set<String>> own = new TreeMap<>(settingsByEvent(settings));
    own.keySet().removeIf(event -> !event.startsWith(EventNames.PREFIX));
    Map<String, Set<String>> described = new TreeMap<>();
    for (EventSpec event : EventSchema.events()) {
      described.put(
          event.name(),
          event.settings().stream().map(SettingSpec::name).collect(Collectors.toSet()));
    }
    assertEquals(described, own);
  }

  @Test
  void ofWhatIsAlwaysOnAreTheEventsOwnDefaults() {
    Map<String, String> values = Settings.alwaysOn().values();
    for (EventSpec event : EventSchema.events()) {
      for (SettingSpec setting : event.settings()) {
        String key = event.name() + "#" + setting.name();
        assertEquals(setting.value(), values.get(key), key);
      }
    }
  }

  @Test
  void ofWhatIsAlwaysOnCostLittleAtEachChunk() {
    Set<String> atChunks = new HashSet<>();
    Settings.alwaysOn()
        .values()
        .forEach(
            (key, value) -> {
              if (key.startsWith("jdk.") && value.endsWith("Chunk")) {
                atChunks.add(key);
              }
            });
    assertEquals(Set.of("jdk.JVMInformation#period", "jdk.CPUInformation#period"), atChunks);
    assertEquals("false", Settings.alwaysOn().values().get("jdk.ActiveSetting#enabled"));
  }

  @Test
  void ofAFullRecordingHaveNoThresholdAndAllStacks() {
    // Reads and writes that hardly wait would cost a stack each.
    Set<String> transfers =
        Set.of("jdk.SocketRead", "jdk.SocketWrite", "jdk.FileRead", "jdk.FileWrite");
    Map<String, String> full = Settings.full().values();
    full.forEach(
        (key, value) -> {
          if (key.endsWith("#threshold")) {
            boolean transfer = transfers.contains(key.substring(0, key.indexOf('#')));
            assertEquals(transfer ? "100 us" : "0 ns", value, key);
          } else if (key.endsWith("#stackTrace") || key.endsWith("#enabled")) {
            assertEquals("true", value, key);
          }
        });
    assertTrue(full.keySet().containsAll(Settings.alwaysOn().values().keySet()));
  }

  @ParameterizedTest
  @MethodSource("files")
  void recordWhatATraceIsMadeOf(Settings settings) throws Exception {
    try (Recording recording = new Recording()) {
      recording.setSettings(settings.values());
      recording.start();
      work();
      Set<String> found =
          Recorded.of(recording).events().stream()
              .map(event -> event.getEventType().getName())
              .collect(Collectors.toSet());
      for (String name :
          List.of(
              "jdk.ThreadStart",
              "jdk.ThreadEnd",
              "jdk.ThreadPark",
              "jdk.ThreadSleep",
              "jdk.JavaMonitorEnter",
              "jdk.JavaMonitorWait",
              "jdk.GarbageCollection",
              "jdk.GCPhasePause",
              "jdk.GCHeapSummary",
              "jdk.JVMInformation",
              "jdk.CPUInformation",
              EventNames.TASK,
              EventNames.ANNOTATIONS)) {
        assertTrue(found.contains(name), name + " is not among " + found);
      }
    }
  }

  // Each wait is longer than any threshold.
  private void work() throws Exception {
    Object monitor = new Object();
    Thread contender = Thread.ofPlatform().unstarted(() -> enter(monitor));
    Task.run("task", () -> LockSupport.parkNanos(20_000_000));
    Thread.ofPlatform().start(SettingsTest::sleep).join();
    synchronized (monitor) {
      contender.start();
      while (contender.getState() != Thread.State.BLOCKED) {
        Thread.onSpinWait();
      }
      LockSupport.parkNanos(20_000_000);
    }
    contender.join();
    System.gc();
    Files.write(folder.resolve("file"), new byte[1 << 20]);
  }

  @SuppressWarnings("WaitNotInLoop") // The wait itself is what is wanted.
  private static void enter(Object monitor) {
    synchronized (monitor) {
      try {
        monitor.wait(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(20); // The event, not a condition.
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void stacksOfAnnotationsAreThereInAFullRecordingOnly() throws IOException {
    for (Settings settings : files()) {
      try (Recording recording = new Recording()) {
        recording.setSettings(settings.values());
        recording.start();
        Task.begin("task").end();
        List<RecordedEvent> tasks = Recorded.of(recording).events(EventNames.TASK);
        assertEquals(1, tasks.size());
        assertEquals(
            settings.fileName().equals("loomtrace-full.jfc"),
            tasks.getFirst().getStackTrace() != null,
            settings.fileName());
      }
    }
  }
}
