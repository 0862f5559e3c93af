package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import example.Annotated;
import example.Unpacked;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The same program in run times with and without JFR, on the class path and as a module. */
@Execution(ExecutionMode.CONCURRENT)
class RunTimesTest {
  @TempDir Path folder;

  private static final List<String> CLASS_PATH =
      List.of("-cp", ChildJvm.classes() + File.pathSeparator + ChildJvm.testClasses());
  private static final List<String> MODULE_PATH =
      List.of(
          "-p",
          ChildJvm.classes().toString(),
          "--add-modules",
          "dev.loomtrace",
          "-cp",
          ChildJvm.testClasses().toString());

  private Path dump() {
    return folder.resolve("dump.jfr");
  }

  private ChildJvm.Result run(int version, List<String> path, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(path);
    command.addAll(List.of(options));
    command.add(Annotated.class.getName());
    command.add(dump().toString());
    ChildJvm.Result result = ChildJvm.run(version, command);
    assertEquals(0, result.status(), result.toString());
    return result;
  }

  private static List<String> expected(boolean module, boolean enabled) {
    return List.of(
        "module=" + module,
        "enabled=" + enabled,
        "recorder=true",
        "settings=true",
        "inherited=true",
        "current=call",
        "dump=true",
        "end=" + enabled);
  }

  private void assertAllRecorded() throws IOException {
    List<RecordedEvent> events = RecordingFile.readAllEvents(dump());
    assertEquals(
        List.of("call", "checkout", "run"),
        Recorded.complete(events, EventNames.TASK).stream()
            .map(e -> e.getString(EventNames.NAME))
            .sorted()
            .toList());
    // Where it was handed over to another thread, "checkout" is a region of that thread.
    assertEquals(
        List.of("checkout", "inside", "price"),
        Recorded.complete(events, EventNames.REGION).stream()
            .map(e -> e.getString(EventNames.NAME))
            .sorted()
            .toList());
    assertTrue( // Once, and twice more for each chunk that began meanwhile.
        Recorded.announced(events, EventNames.TASK).stream()
            .anyMatch(e -> e.getString(EventNames.NAME).equals("open")));
    assertEquals(List.of("42", "43"), FlightRecorderTest.messages(dump()));
    assertEquals(
        List.of("example"), FlightRecorderTest.values(dump(), EventNames.DUMP, EventNames.REASON));
  }

  @EachJdk
  void recordsOnTheClassPath(int version) throws Exception {
    ChildJvm.Result result = run(version, CLASS_PATH);
    assertEquals(expected(false, false), result.out());
    assertEquals("", result.err());
    assertAllRecorded();
  }

  @EachJdk
  void recordsAsAModule(int version) throws Exception {
    ChildJvm.Result result = run(version, MODULE_PATH);
    assertEquals(expected(true, false), result.out());
    assertEquals("", result.err());
    assertAllRecorded();
  }

  @EachJdk
  void isOnFromTheStartWithARecordingOfTheJvm(int version) throws Exception {
    ChildJvm.Result result =
        run(version, CLASS_PATH, "-XX:StartFlightRecording", "-Xlog:jfr+startup=off");
    assertEquals(expected(false, true), result.out());
    assertAllRecorded();
  }

  @EachJdk
  void doesNothingWithoutTheModuleOfJfr(int version) throws Exception {
    for (List<String> path : List.of(CLASS_PATH, MODULE_PATH)) {
      ChildJvm.Result result = run(version, path, "--limit-modules", "java.base");
      assertEquals(
          List.of(
              "module=" + path.equals(MODULE_PATH),
              "enabled=false",
              "recorder=false",
              "settings=false",
              "inherited=true", // The background task is current everywhere.
              "current=",
              "dump=flight recorder is not started",
              "end=false"),
          result.out());
      assertFalse(Files.exists(dump()));
      List<String> warning = result.err().lines().toList();
      assertTrue(
          warning.getLast().contains("cannot record in this run time")
              && warning.getLast().contains("Annotated.java:")
              && warning.size() <= 2,
          result.err());
    }
  }

  @EachJdk
  void acceptsItsSettingsFilesWithoutComplaint(int version) throws Exception {
    for (Settings settings : List.of(Settings.alwaysOn(), Settings.full())) {
      Path file = Files.writeString(folder.resolve(settings.fileName()), settings.text());
      ChildJvm.Result result =
          run(version, CLASS_PATH, "-XX:StartFlightRecording:settings=" + file);
      assertEquals(
          expected(false, true),
          result.out().stream().filter(line -> !line.contains("[info][jfr,startup]")).toList());
      assertEquals("", result.err());
    }
  }

  @Test
  void recordsNothingWithoutItsSettingsFiles() throws Exception {
    try (Stream<Path> classes = Files.walk(ChildJvm.classes())) {
      for (Path file : classes.filter(c -> c.toString().endsWith(".class")).toList()) {
        Path copy = folder.resolve(ChildJvm.classes().relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    ChildJvm.Result result =
        ChildJvm.run(
            Runtime.version().feature(),
            List.of(
                "-cp",
                folder + File.pathSeparator + ChildJvm.testClasses(),
                Unpacked.class.getName()));
    assertEquals(0, result.status(), result.toString());
    assertEquals(List.of("enabled=false", "ran"), result.out());
    assertTrue(result.err().contains("loomtrace.jfc is not beside"), result.err());
  }
}
