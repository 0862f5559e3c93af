package dev.loomtrace.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Task;
import dev.loomtrace.event.EventNames;
import dev.loomtrace.testing.jvm.EachJdk;
import dev.loomtrace.testing.jvm.JavaRunTimes;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Triggers by the agent's options alone: what fires is dumped, whole and once, with its reason. */
@Tag("parallel")
@Order(1) // of those that run two at a time: it takes longest
class TriggersIT {
  private static final long LIMIT = 100_000_000;

  @TempDir Path directory;

  private Path folder() {
    return directory.resolve("dumps");
  }

  // With one carrier, and with the library that the application brings itself.
  private ChildJvm.Result run(int version, String options, String what) {
    List<String> command = command(version, options, what);
    int path = command.lastIndexOf("-cp") + 1;
    command.set(path, command.get(path) + File.pathSeparator + library());
    return run(command);
  }

  private static ChildJvm.Result run(List<String> command) {
    ChildJvm.Result result = ChildJvm.run(command);
    assertEquals(0, result.status(), result.err() + result.out());
    return result;
  }

  private List<String> command(int version, String options, String what) {
    List<String> jvm =
        List.of(
            "-javaagent:" + ChildJvm.agent() + "=" + options,
            "-Djdk.virtualThreadScheduler.parallelism=1",
            "-Djdk.virtualThreadScheduler.maxPoolSize=1");
    return new ArrayList<>(
        ChildJvm.command(version, jvm, Triggering.class, what, folder().toString()));
  }

  private static Path library() {
    try {
      return Path.of(Task.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private ChildJvm.Result runWith(int version, String trigger, String what) {
    return run(version, "trigger=" + trigger + ",every=1h,answer,dir=" + folder(), what);
  }

  private Path onlyDump() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      List<Path> found = files.toList();
      assertEquals(1, found.size(), "" + found);
      return found.get(0);
    }
  }

  private static List<RecordedEvent> events(Path file, String name) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(name))
        .toList();
  }

  private static RecordedEvent trigger(Path dump) throws IOException {
    List<RecordedEvent> triggers = events(dump, EventNames.TRIGGER);
    assertEquals(1, triggers.size());
    return triggers.get(0);
  }

  @EachJdk
  void aSlowTaskIsDumpedWholeAndOnce(int version) throws IOException {
    ChildJvm.Result result = runWith(version, "task(request)>100ms", "task");
    Path dump = onlyDump();
    RecordedEvent trigger = trigger(dump);
    assertEquals("task(request)>100ms", trigger.getString(EventNames.CONDITION));
    assertEquals("request", trigger.getString(EventNames.NAME));
    assertEquals(result.get("id"), trigger.getLong(EventNames.TASK_ID));
    assertEquals(result.get("thread"), trigger.getLong(EventNames.THREAD));
    assertEquals(LIMIT, trigger.getLong(EventNames.LIMIT));
    assertTrue(trigger.getLong(EventNames.LASTED) <= result.get("nanos"));
    assertTrue(trigger.getLong(EventNames.LASTED) > LIMIT);
    List<RecordedEvent> tasks =
        events(dump, EventNames.TASK).stream()
            .filter(task -> task.getLong(EventNames.ID) == result.get("id"))
            .filter(task -> !task.getBoolean(EventNames.OPEN))
            .toList();
    assertEquals(1, tasks.size());
    long recorded = tasks.get(0).getDuration().toNanos();
    assertTrue(recorded > LIMIT && recorded <= result.get("nanos"), recorded + " ns");
    // What it waited for is there too.
    assertTrue(
        events(dump, EventNames.VIRTUAL_THREAD_LONG_BLOCK).stream()
            .anyMatch(wait -> wait.getThread().getJavaThreadId() == result.get("thread")));
    String answer = result.err().strip();
    assertTrue(answer.startsWith("loomtrace: trigger task(request)>100ms: request (task "), answer);
    assertTrue(answer.endsWith("; to see why: loomtrace why " + dump), answer);
    assertEquals(1, answer.lines().count());
  }

  /** As the extension of OpenTelemetry's agent puts it: the agent's copy is another even so. */
  @EachJdk
  void theApplicationsLibraryMayBeOnTheBootstrapPath(int version) throws IOException {
    Path library = directory.resolve("events.jar");
    try (JarFile agent = new JarFile(ChildJvm.agent().toFile());
        InputStream in = agent.getInputStream(agent.getEntry("META-INF/loomtrace/events.jar"))) {
      Files.copy(in, library);
    }
    List<String> command =
        command(version, "trigger=task(request)>100ms,every=1h,dir=" + folder(), "recorder");
    command.add(1, "-Xbootclasspath/a:" + library);
    ChildJvm.Result result = run(command);
    assertEquals(1, result.get("started"), "the agent's flight recorder is in the way");
    assertEquals(result.get("id"), trigger(onlyDump()).getLong(EventNames.TASK_ID));
  }

  @EachJdk
  void anErrorIsDumped(int version) throws IOException {
    ChildJvm.Result result = runWith(version, "error", "error");
    RecordedEvent trigger = trigger(onlyDump());
    assertEquals(result.get("id"), trigger.getLong(EventNames.TASK_ID));
    assertEquals("error", trigger.getString(EventNames.CONDITION));
  }

  static Stream<Arguments> longWaits() {
    return JavaRunTimes.versions()
        .flatMap(
            version ->
                Stream.of(
                    Arguments.of(
                        version,
                        "blocked(lock)>100ms",
                        "lock",
                        "java.util.concurrent.locks.ReentrantLock$NonfairSync"),
                    Arguments.of(version, "pinned>100ms", "pinned", null),
                    Arguments.of(version, "runnable>100ms", "runnable", null)));
  }

  /** The program's own clock is around the wait, so it saw at least as much. */
  @Tag(EachJdk.TAG)
  @ParameterizedTest
  @MethodSource("longWaits")
  void aLongWaitIsDumped(int version, String condition, String what, String name)
      throws IOException {
    ChildJvm.Result result = runWith(version, condition, what);
    RecordedEvent trigger = trigger(onlyDump());
    assertEquals(condition, trigger.getString(EventNames.CONDITION));
    assertEquals(result.get("thread"), trigger.getLong(EventNames.THREAD));
    assertEquals(name, trigger.getString(EventNames.NAME));
    long lasted = trigger.getLong(EventNames.LASTED);
    assertTrue(lasted > LIMIT && lasted <= result.get("nanos"), lasted + " ns: " + result.out());
  }

  /** Its threads wait for a condition ten times a second; what the program waits for is no lock. */
  @EachJdk
  void waitsOfTheFlightRecorderAreNoReason(int version) throws IOException {
    ChildJvm.Result result =
        run(version, "trigger=blocked(condition)>20ms,every=1h,dir=" + folder(), "condition");
    RecordedEvent trigger = trigger(onlyDump());
    assertEquals(result.get("thread"), trigger.getLong(EventNames.THREAD));
  }

  @EachJdk
  void busyCarriersAreDumped(int version) throws IOException {
    ChildJvm.Result result = runWith(version, "carriers-busy>1s", "carriers");
    RecordedEvent trigger = trigger(onlyDump());
    assertEquals("carriers-busy>1s", trigger.getString(EventNames.CONDITION));
    assertEquals(0, trigger.getLong(EventNames.THREAD));
    assertTrue(
        trigger.getString(EventNames.NAME).matches("\\d+ virtual threads wait"),
        trigger.getString(EventNames.NAME));
    long lasted = trigger.getLong(EventNames.LASTED);
    assertTrue(lasted > 1_000_000_000 && lasted <= result.get("nanos"), lasted + " ns");
  }

  /**
   * Whose ends are slowed down by nothing but the machine: a dump takes longer than any of them.
   */
  @EachJdk
  void aStormOfTriggersKeepsTheBound(int version) throws IOException {
    ChildJvm.Result result =
        run(
            version,
            "trigger=error,every=1s,max-files=2,prefix=storm,keep=2s,dir=" + folder(),
            "storm");
    assertTrue(result.get("most") <= 2, result.out());
    assertTrue(result.get("dumps") >= 1, result.out());
    LongForm.report("longest end of a task that triggers, JDK " + version, result.out());
    long suppressed = 0;
    try (Stream<Path> files = Files.list(folder())) {
      for (Path file : files.toList()) {
        assertTrue(file.getFileName().toString().matches("storm-.*\\.jfr"), file.toString());
        for (RecordedEvent trigger : events(file, EventNames.TRIGGER)) {
          suppressed += trigger.getLong(EventNames.SUPPRESSED);
        }
      }
    }
    assertTrue(suppressed > 50, suppressed + " suppressed");
    assertTrue(
        result.err().startsWith("loomtrace: trigger error fires all the time: from now on"),
        result.err());
    assertEquals(1, result.err().lines().count(), result.err());
  }

  /** One line, and the application runs. */
  @Tag(EachJdk.TAG)
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "trigger=task>300|trigger: at the end of 'task>300': expected a unit: one of ns, us, ms, s,"
            + " m, h",
        "trigger=error,keep=x|keep: at 'x' in 'x': expected a time, such as 300ms",
        "trigger=error,max-files=0|max-files: '0': expected a number above 0",
        "trigger=error,max-bytes=1t|max-bytes: '1t': expected a size, such as 64m or 1g",
        "trigger=error,prefix=../a|prefix: prefix must be up to 64 letters, digits, dots, hyphens and"
            + " underscores, but is ../a",
        "keep=20s|the option keep needs a trigger, such as trigger=task>300ms",
      })
  void wrongOptionsCostOneLine(String options, String message) {
    for (int version : JavaRunTimes.versions().toList()) {
      ChildJvm.Result result =
          ChildJvm.run(
              version,
              List.of("-javaagent:" + ChildJvm.agent() + "=" + options),
              Waiting.class,
              "0");
      assertEquals(0, result.status());
      assertEquals("loomtrace: no triggers: " + message, result.err().strip());
      assertEquals(1, result.get("installed"));
    }
    assertFalse(Files.exists(folder()));
  }

  @EachJdk
  void optionsMayBeInAFile(int version) throws IOException {
    Path file = directory.resolve("triggers.properties");
    Files.writeString(
        file, "# slow\ntrigger = task(request)>100ms\ntrigger=error\nevery=1h\ndir=" + folder());
    ChildJvm.Result result = run(version, "config=" + file, "error");
    assertEquals(result.get("id"), trigger(onlyDump()).getLong(EventNames.TASK_ID));
  }
}
