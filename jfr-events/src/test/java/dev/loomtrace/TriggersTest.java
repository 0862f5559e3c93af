package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.event.EventNames;
import dev.loomtrace.jmx.FlightRecorderMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triggers of an application's own flight recorder. */
@SuppressWarnings("try") // Recorders are only closed.
class TriggersTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofMinutes(1); // On a busy machine.

  @TempDir Path temporary;

  private Path folder() {
    return temporary.resolve("dumps");
  }

  private FlightRecorder.Config.Builder config(Trigger... triggers) {
    return FlightRecorder.Config.builder()
        .triggers(triggers)
        .folder(folder())
        .minDumpInterval(LONG);
  }

  private FlightRecorder start(FlightRecorder.Config.Builder config) {
    FlightRecorder recorder = new FlightRecorder(config.build());
    recorder.start();
    return recorder;
  }

  private List<Path> files() throws IOException {
    if (!Files.exists(folder())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }

  private Path awaitDump() throws IOException {
    Awaitility.await().atMost(PATIENCE).until(() -> !files().isEmpty());
    return files().get(0);
  }

  private static List<RecordedEvent> events(Path file, String name) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(name))
        .toList();
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aSlowTaskIsDumpedWholeAndOnce() throws Exception {
    try (FlightRecorder recorder = start(config(Trigger.task("slow", Duration.ofMillis(50))))) {
      Task.run("slow", () -> {});
      Task.run("other", () -> sleep(60));
      long id;
      try (Task task = Task.begin("slow")) {
        id = task.id();
        sleep(60);
      }
      Path dump = awaitDump();
      Task.run("slow", () -> sleep(60));
      recorder.stop();
      assertEquals(List.of(dump), files(), "the second one came within the hour");
      List<RecordedEvent> triggers = events(dump, EventNames.TRIGGER);
      assertEquals(1, triggers.size());
      RecordedEvent trigger = triggers.get(0);
      assertEquals("task(slow)>50ms", trigger.getString(EventNames.CONDITION));
      assertEquals(id, trigger.getLong(EventNames.TASK_ID));
      assertEquals("slow", trigger.getString(EventNames.NAME));
      assertEquals(Thread.currentThread().threadId(), trigger.getLong(EventNames.THREAD));
      assertEquals(50_000_000, trigger.getLong(EventNames.LIMIT));
      assertTrue(trigger.getLong(EventNames.LASTED) > 50_000_000);
      assertEquals(0, trigger.getLong(EventNames.SUPPRESSED));
      RecordedEvent culprit =
          events(dump, EventNames.TASK).stream()
              .filter(e -> e.getLong(EventNames.ID) == id && !e.getBoolean(EventNames.OPEN))
              .findFirst()
              .orElseThrow();
      assertTrue(culprit.getDuration().toNanos() > 50_000_000);
      List<RecordedEvent> dumps = events(dump, EventNames.DUMP);
      assertEquals(1, dumps.size());
      assertTrue(
          dumps
              .get(0)
              .getString(EventNames.REASON)
              .startsWith("trigger task(slow)>50ms: slow (task"),
          dumps.get(0).getString(EventNames.REASON));
    }
  }

  @Test
  void aFailedTaskIsDumpedWithItsError() throws Exception {
    try (FlightRecorder recorder = start(config(Trigger.error("pay")))) {
      assertThrows(
          IOException.class,
          () ->
              Task.call(
                  "other",
                  () -> {
                    throw new IOException("not about this");
                  }));
      assertTrue(files().isEmpty());
      assertThrows(
          IllegalStateException.class,
          () ->
              Task.run(
                  "pay",
                  () -> {
                    throw new IllegalStateException("secret");
                  }));
      Path dump = awaitDump();
      assertEquals(1, events(dump, EventNames.TRIGGER).size());
      List<String> attributes =
          events(dump, EventNames.TASK).stream()
              .filter(e -> e.getString(EventNames.NAME).equals("pay"))
              .map(e -> e.getString(EventNames.ATTRIBUTES))
              .toList();
      assertEquals(List.of("error.type=java.lang.IllegalStateException"), attributes);
    }
  }

  @Test
  void theSlowestOfManyIsDumped() throws Exception {
    try (FlightRecorder recorder = start(config(Trigger.slowest("quick", 50)))) {
      for (int i = 0; i < 90; i++) {
        Task.run("quick", () -> {});
      }
      Task.run("quick", () -> sleep(20));
      assertTrue(files().isEmpty(), "too few for a quantile to mean anything");
      for (int i = 0; i < 20; i++) {
        Task.run("quick", () -> {});
      }
      Task.run("quick", () -> sleep(20));
      RecordedEvent trigger = events(awaitDump(), EventNames.TRIGGER).get(0);
      assertEquals("task(quick)>p50", trigger.getString(EventNames.CONDITION));
      long limit = trigger.getLong(EventNames.LIMIT);
      assertTrue(limit > 0 && limit < trigger.getLong(EventNames.LASTED), limit + " ns");
    }
  }

  @Test
  void whatIsNotDumpedIsCountedInTheNextDump() throws Exception {
    FlightRecorder.Config.Builder config =
        config(Trigger.error("once"), Trigger.error("twice"))
            .minDumpInterval(Duration.ofSeconds(2));
    try (FlightRecorder recorder = start(config)) {
      Task.begin("once").fail(null).end();
      Path first = awaitDump();
      for (int i = 0; i < 5; i++) {
        Task.begin("once").fail(null).end();
      }
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                if (files().size() == 1) {
                  Task.begin("twice").fail(null).end();
                }
                return files().size() > 1;
              });
      Path second = files().get(1);
      assertFalse(second.equals(first));
      List<RecordedEvent> triggers = events(second, EventNames.TRIGGER);
      RecordedEvent last = triggers.get(triggers.size() - 1);
      assertEquals("error(twice)", last.getString(EventNames.CONDITION));
      assertTrue(last.getLong(EventNames.SUPPRESSED) >= 5, last.toString());
    }
  }

  /** The bound holds at each moment while triggers fire without end. */
  @Test
  void aStormKeepsTheBound() throws Exception {
    FlightRecorder.Config.Builder config =
        config(Trigger.error()).minDumpInterval(Duration.ofSeconds(1)).maxFiles(2);
    AtomicLong ends = new AtomicLong();
    try (FlightRecorder recorder = start(config);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4_000; i++) {
        threads.execute(
            () -> {
              Task task = Task.begin("request").fail(null);
              task.end();
              ends.incrementAndGet();
            });
        if (i % 10 == 0) {
          sleep(10);
        }
        assertTrue(files().size() <= 2);
      }
      awaitDump();
      List<String> dumps = recorder.lastDumps();
      for (int i = 0; i < dumps.size(); i++) {
        String number = "-00000" + (i + 1) + ".jfr ";
        assertTrue(dumps.get(i).contains(number), "one was refused: " + dumps);
      }
    }
    assertEquals(4_000, ends.get());
    assertTrue(files().size() >= 1);
    for (Path file : files()) {
      assertFalse(events(file, EventNames.TRIGGER).isEmpty());
    }
  }

  @Test
  void anUnusableFolderIsReportedOnceAndHurtsNobody() throws Exception {
    Files.createFile(folder());
    FlightRecorder.Config.Builder config =
        config(Trigger.error()).minDumpInterval(Duration.ofSeconds(1));
    try (Warnings warnings = Warnings.capture();
        FlightRecorder recorder = start(config)) {
      Task.begin("request").fail(null).end();
      Awaitility.await().atMost(PATIENCE).until(() -> !warnings.messages().isEmpty());
      assertEquals(1, warnings.messages().size(), "" + warnings.messages());
      assertTrue(
          warnings.messages().get(0).startsWith("dump into " + folder() + " failed: "),
          warnings.messages().get(0));
    }
  }

  @Test
  void withoutTheAgentWaitsAreNotWatchedWhichIsSaid() {
    Trigger pinned = Trigger.pinned(Duration.ofMillis(20));
    try (Warnings warnings = Warnings.capture();
        FlightRecorder recorder = start(config(pinned, Trigger.error()))) {
      assertEquals(
          List.of(
              "triggers of waits need the agent, which is not in this JVM; ignored: [pinned>20ms]"),
          warnings.messages());
    }
  }

  @Test
  void answersNameTheFileAndTheReason() throws Exception {
    try (Warnings messages = Warnings.capture();
        FlightRecorder recorder = start(config(Trigger.error()).answers(true))) {
      Task.begin("request").fail(null).end();
      Path dump = awaitDump();
      Awaitility.await().atMost(PATIENCE).until(() -> !messages.messages().isEmpty());
      String answer = messages.messages().get(0);
      assertTrue(answer.startsWith("trigger error: request (task "), answer);
      assertTrue(answer.endsWith("; to see why: loomtrace why " + dump), answer);
    }
  }

  @Test
  void isAManagedBeanIfAskedTo() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    ObjectName name = new ObjectName("dev.loomtrace:type=FlightRecorder");
    try (FlightRecorder recorder = start(config(Trigger.error()))) {
      assertFalse(server.isRegistered(name));
    }
    try (FlightRecorder recorder = start(config(Trigger.error()).jmx(true))) {
      FlightRecorderMXBean bean = JMX.newMXBeanProxy(server, name, FlightRecorderMXBean.class);
      assertArrayEquals(new String[] {"error"}, bean.getTriggers());
      assertEquals(folder().toString(), bean.getFolder());
      assertEquals(0, bean.getLastDumps().length);
      Path dump = Path.of(bean.dump("by hand"));
      assertEquals(List.of(dump), files());
      assertEquals("by hand", events(dump, EventNames.DUMP).get(0).getString(EventNames.REASON));
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> bean.dump("once more"));
      assertTrue(e.getMessage().startsWith("last dump was "), e.getMessage());
      Task.begin("request").fail(null).end();
      assertEquals(1, bean.getSuppressed());
    }
    assertFalse(server.isRegistered(name));
  }

  @Test
  void factoriesSayWhatTextDoes() {
    Duration second = Duration.ofSeconds(1);
    assertEquals(
        List.of(
            Trigger.parse("task>1s"),
            Trigger.parse("task(a)>1s"),
            Trigger.parse("task(a)>p99.9"),
            Trigger.parse("error"),
            Trigger.parse("error(a)"),
            Trigger.parse("runnable>1s"),
            Trigger.parse("pinned>1s"),
            Trigger.parse("blocked(lock)>1s"),
            Trigger.parse("carriers-busy>1s")),
        List.of(
            Trigger.task(second),
            Trigger.task("a", second),
            Trigger.slowest("a", 99.9),
            Trigger.error(),
            Trigger.error("a"),
            Trigger.runnable(second),
            Trigger.pinned(second),
            Trigger.blocked("lock", second),
            Trigger.carriersBusy(second)));
    assertThrows(IllegalArgumentException.class, () -> Trigger.task(Duration.ZERO));
    assertThrows(
        IllegalArgumentException.class, () -> Trigger.task(Duration.ofSeconds(Long.MAX_VALUE)));
    assertThrows(IllegalArgumentException.class, () -> Trigger.slowest("a", 100));
  }

  @Test
  void badValuesAreRefused() {
    FlightRecorder.Config.Builder builder = FlightRecorder.Config.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.prefix("../x"));
    assertThrows(IllegalArgumentException.class, () -> builder.prefix(""));
    assertThrows(IllegalArgumentException.class, () -> builder.maxFiles(0));
    assertThrows(IllegalArgumentException.class, () -> builder.maxFolderBytes(0));
    FlightRecorder.Config config = config(Trigger.error()).prefix("a").answers(true).build();
    assertEquals(config, config.toBuilder().build());
    assertEquals(config.hashCode(), config.toBuilder().build().hashCode());
    assertFalse(config.equals(config.toBuilder().maxFiles(3).build()));
  }
}
