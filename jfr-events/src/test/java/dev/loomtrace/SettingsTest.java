package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.annotation.AnnotationsEvent;
import dev.loomtrace.annotation.LogEvent;
import dev.loomtrace.annotation.RegionEvent;
import dev.loomtrace.annotation.TaskEvent;
import dev.loomtrace.recorder.DumpEvent;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.Recording;
import jdk.jfr.SettingDescriptor;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {
  /** The agent's events; this module has no classes for them. */
  private static final Set<String> AGENT_EVENTS =
      Set.of(
          EventNames.VIRTUAL_THREAD_CREATE,
          EventNames.VIRTUAL_THREAD_START,
          EventNames.VIRTUAL_THREAD_BLOCK,
          EventNames.VIRTUAL_THREAD_LONG_BLOCK,
          EventNames.VIRTUAL_THREAD_MONITOR_BLOCK,
          EventNames.VIRTUAL_THREAD_RUN,
          EventNames.VIRTUAL_THREAD_STATUS,
          EventNames.PLATFORM_THREAD_STATUS,
          EventNames.SCHEDULER,
          EventNames.PRIMER);

  private static final List<Class<? extends jdk.jfr.Event>> OWN_EVENTS =
      List.of(
          TaskEvent.class,
          RegionEvent.class,
          LogEvent.class,
          DumpEvent.class,
          AnnotationsEvent.class);

  @TempDir Path folder;

  static List<Settings> files() {
    return List.of(Settings.alwaysOn(), Settings.full());
  }

  private static Map<String, EventType> types() {
    OWN_EVENTS.forEach(jdk.jfr.FlightRecorder::register);
    Map<String, EventType> types = new HashMap<>();
    jdk.jfr.FlightRecorder.getFlightRecorder()
        .getEventTypes()
        .forEach(type -> types.put(type.getName(), type));
    return types;
  }

  private static Map<String, Set<String>> settingsByEvent(Settings settings) {
    return settings.values().keySet().stream()
        .map(key -> key.split("#"))
        .collect(
            Collectors.groupingBy(
                key -> key[0], Collectors.mapping(key -> key[1], Collectors.toSet())));
  }

  @ParameterizedTest
  @MethodSource("files")
  void nameOnlyWhatExists(Settings settings) {
    Map<String, EventType> types = types();
    settingsByEvent(settings)
        .forEach(
            (event, names) -> {
              if (AGENT_EVENTS.contains(event)) {
                assertTrue(
                    Set.of("enabled", "period", "sampling", "stackTrace", "threshold")
                        .containsAll(names));
                return;
              }
              EventType type = types.get(event);
              assertTrue(type != null, "unknown event " + event);
              Set<String> known =
                  type.getSettingDescriptors().stream()
                      .map(SettingDescriptor::getName)
                      .collect(Collectors.toSet());
              names.forEach(name -> assertTrue(known.contains(name), event + "#" + name));
            });
  }

  @ParameterizedTest
  @MethodSource("files")
  void nameAllOurEvents(Settings settings) throws IllegalAccessException {
    Set<String> own = new TreeSet<>(AGENT_EVENTS);
    OWN_EVENTS.forEach(event -> own.add(EventType.getEventType(event).getName()));
    Set<String> declared = new TreeSet<>();
    for (Field field : EventNames.class.getFields()) {
      if (field.getType() == String.class) {
        String value = (String) field.get(null);
        if (value.startsWith(EventNames.PREFIX) && !value.equals(EventNames.PREFIX)) {
          declared.add(value);
        }
      }
    }
    assertEquals(declared, own);
    Set<String> named = settingsByEvent(settings).keySet();
    assertTrue(named.containsAll(own), named.toString());
  }

  @Test
  void ofWhatIsAlwaysOnAreTheEventsOwnDefaults() {
    Map<String, String> values = Settings.alwaysOn().values();
    for (Class<? extends jdk.jfr.Event> event : OWN_EVENTS) {
      EventType type = EventType.getEventType(event);
      for (SettingDescriptor setting : type.getSettingDescriptors()) {
        String key = type.getName() + "#" + setting.getName();
        if (values.containsKey(key)) {
          assertEquals(setting.getDefaultValue(), values.get(key), key);
        }
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
