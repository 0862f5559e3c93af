package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Task;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Tasks are found by the ids that a tracing system has, in recordings and in Go traces. */
@Isolated("records its own JVM")
@SuppressWarnings("try") // Tasks are ended, and not used.
class WhySpanTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String OTHER = "00000000000000000af7651916cd43dd";

  @TempDir static Path folder;
  private static Path recording;
  private static Path converted;

  @BeforeAll
  static void record() throws Exception {
    recording = folder.resolve("spans.jfr");
    converted = folder.resolve("spans.trace");
    try (Recording running = new Recording()) {
      running.start();
      try (Task first = Task.begin("first").externalId(TRACE + "-00f067aa0ba902b7")) {
        try (Task inside = Task.begin("inside").externalId(TRACE + "-00f067aa0ba902b8")) {
          LockSupport.parkNanos(5_000_000);
        }
      }
      // A second local root of the same trace: the other process called twice.
      try (Task second = Task.begin("second").externalId(TRACE + "-00f067aa0ba902b9")) {
        Task later = Task.open("outlives").externalId(TRACE + "-00f067aa0ba902ba");
        LockSupport.parkNanos(50_000_000);
        second.end();
        LockSupport.parkNanos(50_000_000);
        later.end();
      }
      try (Task other = Task.begin("other").externalId(OTHER + "-1")) {
        LockSupport.parkNanos(1_000_000);
      }
      try (Task own = Task.begin("own").externalId("order 7")) {
        LockSupport.parkNanos(1_000_000);
      }
      running.stop();
      running.dump(recording);
    }
    CommandRun.of("convert", recording, converted).succeeds();
  }

  private static String json(Path file, Object... choice) {
    Object[] words = new Object[choice.length + 3];
    words[0] = "why";
    System.arraycopy(choice, 0, words, 1, choice.length);
    words[choice.length + 1] = "--json";
    words[choice.length + 2] = file;
    return CommandRun.of(words).succeeds().out();
  }

  /** Of the first member of this name: that of the task itself. */
  private static String member(String json, String name) {
    Matcher matcher = Pattern.compile("\"" + name + "\" ?: ?\"?([^\",\\s]*)").matcher(json);
    assertTrue(matcher.find(), json);
    return matcher.group(1);
  }

  @Test
  void findsASpanWhateverTheFormat() {
    for (Path file : new Path[] {recording, converted}) {
      String json = json(file, "--span-id", "00F067AA0BA902B8");
      assertEquals("inside", member(json, "type"));
      assertEquals(TRACE, member(json, "traceId"));
      assertEquals("00f067aa0ba902b8", member(json, "spanId"));
      assertEquals(TRACE + "-00f067aa0ba902b8", member(json, "externalId"));
    }
  }

  @Test
  void ofATraceItIsTheLongestLocalRoot() {
    for (Path file : new Path[] {recording, converted}) {
      String json = json(file, "--trace-id", TRACE);
      assertEquals("second", member(json, "type"), "'outlives' took longer, and is inside it");
      assertEquals("4", member(json, "tasksOfTrace"));
      String text = CommandRun.of("why", "--trace-id", TRACE, file).succeeds().out();
      String others = text.substring(text.indexOf("other tasks of this trace"));
      assertTrue(
          others.matches("(?s).* first .*00f067aa0ba902b7.* outlives .*ba\\s.* inside .*b8\\s*"),
          others);
      assertTrue(text.contains("trace " + TRACE + ", span 00f067aa0ba902b9"), text);
    }
  }

  @Test
  void takesIdsWithoutLeadingZerosAndThoseThatTheProgramMade() {
    assertEquals("other", member(json(recording, "--trace-id", "af7651916cd43dd"), "type"));
    assertEquals("other", member(json(recording, "--span-id", "0000000000000001"), "type"));
    assertEquals("own", member(json(recording, "--span-id", "order 7"), "type"));
    String text = CommandRun.of("why", "--task", "own", recording).succeeds().out();
    assertTrue(text.contains("external id order 7"), text);
  }

  @Test
  void readsAPipe() throws Exception {
    byte[] bytes = Files.readAllBytes(recording);
    String out = CommandRun.withInput(bytes, "why", "--trace-id", TRACE, "-").succeeds().out();
    assertTrue(out.startsWith("task second "), () -> "of the pipe: " + out);
  }

  @Test
  void linksBackToTheTracingSystem() {
    String url = "https://traces.example/{traceId}?span={spanId}";
    String shown = "https://traces.example/" + TRACE + "?span=00f067aa0ba902b7";
    String text =
        CommandRun.of("why", "--task", "first", "--trace-url", url, recording).succeeds().out();
    assertTrue(text.contains(shown), text);
    String json = json(recording, "--task", "first", "--trace-url", url);
    assertEquals(shown, member(json, "traceUrl"));
    assertFalse(json(recording, "--task", "own", "--trace-url", url).contains("traceUrl"));
    String line = CommandRun.of("why", "--trace-url", "https://x", recording).fails(2);
    assertTrue(line.contains("--trace-url 'https://x' has no {traceId}"), line);
  }

  @Test
  void saysThatThereIsNone() {
    String line = CommandRun.of("why", "--span-id", "00f067aa0ba902ff", recording).fails(1);
    assertTrue(line.contains("no task that is span '00f067aa0ba902ff'"), line);
    CommandRun.of("why", "--trace-id", "-", recording).fails(1);
    CommandRun.of("why", "--span-id", "1", "--trace-id", "1", recording).fails(2);
  }

  @Test
  void tasksListsTheIds() {
    String text = CommandRun.of("tasks", recording).succeeds().out();
    assertTrue(text.contains(TRACE + "-00f067aa0ba902b9"), text);
    String json = CommandRun.of("tasks", "--json", recording).succeeds().out();
    assertTrue(json.contains("\"spanId\""), json);
  }

  /** As a dump finds it that is made because a request is slow. */
  @Test
  void findsSpansThatGoOn() throws Exception {
    Path dump = folder.resolve("open.jfr");
    Path trace = folder.resolve("open.trace");
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch dumped = new CountDownLatch(1);
    try (Recording running = new Recording()) {
      running.start();
      Thread virtual =
          Thread.ofVirtual().start(() -> serve("virtual", "00f067aa0ba902c1", begun, dumped));
      Thread platform =
          Thread.ofPlatform().start(() -> serve("platform", "00f067aa0ba902c2", begun, dumped));
      begun.await();
      running.dump(dump);
      dumped.countDown();
      virtual.join();
      platform.join();
    }
    CommandRun.of("convert", dump, trace).succeeds();
    for (Path file : new Path[] {dump, trace}) {
      for (String kind : new String[] {"virtual", "platform"}) {
        String span = kind.equals("virtual") ? "00f067aa0ba902c1" : "00f067aa0ba902c2";
        String json = json(file, "--span-id", span);
        assertEquals(kind, member(json, "type"));
        assertEquals("false", member(json, "ended"));
      }
    }
    String print = CommandRun.of("print", dump).succeeds().out();
    assertEquals(1, print.split("00f067aa0ba902c1", -1).length - 1, print);
    assertEquals(1, print.split("/orders", -1).length - 1, print);
  }

  private static void serve(String kind, String span, CountDownLatch begun, CountDownLatch dumped) {
    try (Task task = Task.begin(kind).externalId(TRACE + "-" + span)) {
      if (kind.equals("virtual")) {
        task.attribute("http.route", "/orders");
      }
      begun.countDown();
      dumped.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
