package dev.loomtrace.jfr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.Task;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.testing.GoTools;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What an application says of its tasks, from its code to Go's tools. */
@Isolated("records its own JVM")
@SuppressWarnings("try")
class TaskAttributesTest {
  @TempDir Path folder;

  /** Records a program that runs on a thread of its own. */
  private Path record(String name, Runnable program) throws Exception {
    Path file = folder.resolve(name + ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ThreadStart");
      recording.enable("jdk.ThreadEnd");
      recording.start();
      Thread thread = Thread.ofPlatform().start(program);
      thread.join();
      recording.stop();
      recording.dump(file);
    }
    return file;
  }

  private static List<TraceEvent> read(Path file) throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    TraceValidator validator = new TraceValidator();
    try (TraceReader trace = Traces.open(file)) {
      trace.copyTo(validator, event -> events.add(event.event()));
    }
    assertEquals(List.of(), validator.faults());
    return events;
  }

  private static List<String> annotations(List<TraceEvent> events) {
    List<String> found = new ArrayList<>();
    for (TraceEvent event : events) {
      switch (event) {
        case TraceEvent.TaskBegin begin -> found.add("begin " + begin.type());
        case TraceEvent.TaskEnd end -> found.add("end " + end.type());
        case TraceEvent.Log log -> found.add(log.category() + ": " + log.message());
        default -> {
          // Not of a task.
        }
      }
    }
    return found;
  }

  @Test
  void areLogsOfTheTaskJustBeforeItsEnd() throws Exception {
    Path recording =
        record(
            "described",
            () -> {
              Task span = Task.open("GET /orders").externalId("4bf92f35/00f067aa");
              try (Task.Scope scope = span.attach()) {
                span.attribute("http.status", 500);
                Task.begin("inner").attribute("line", "one\ntwo=2").end();
              }
              span.attribute("http.status", 200).attribute("cached", true).end();
            });
    List<TraceEvent> events = read(recording);
    assertEquals(
        List.of(
            "begin GET /orders",
            "begin inner",
            "line: one\ntwo=2",
            "end inner",
            "externalId: 4bf92f35/00f067aa",
            "http.status: 200",
            "cached: true",
            "end GET /orders"),
        annotations(events));
    TraceEvent.TaskEnd end =
        events.stream()
            .filter(e -> e instanceof TraceEvent.TaskEnd)
            .map(e -> (TraceEvent.TaskEnd) e)
            .reduce((first, second) -> second)
            .orElseThrow();
    TraceEvent.Log last =
        events.stream()
            .filter(e -> e instanceof TraceEvent.Log)
            .map(e -> (TraceEvent.Log) e)
            .reduce((first, second) -> second)
            .orElseThrow();
    assertEquals(end.id(), last.task());
    assertEquals(end.context().goroutine(), last.context().goroutine());
    assertTrue(last.time() <= end.time());

    Path converted = folder.resolve("trace.out");
    Traces.convertToGo(recording, converted);
    assertEquals(annotations(events), annotations(read(converted)));
    String parsed = GoTools.parsed(converted);
    for (String shown :
        List.of(
            "Category=\"http.status\" Message=\"200\"",
            "Category=\"cached\" Message=\"true\"",
            "Category=\"line\" Message=\"one\\ntwo=2\"",
            "Category=\"externalId\" Message=\"4bf92f35/00f067aa\"")) {
      assertTrue(parsed.contains(shown), shown);
    }
  }

  /** One thread opens the tasks, another describes and ends them: the logs are that thread's. */
  @Test
  void belongToTheThreadThatEndsTheTask() throws Exception {
    long[] ending = new long[1];
    Path recording =
        record(
            "handed-over",
            () -> {
              Task task = Task.open("handed over").attribute("opened", "here");
              CountDownLatch ended = new CountDownLatch(1);
              Thread other =
                  Thread.ofPlatform()
                      .start(
                          () -> {
                            ending[0] = Thread.currentThread().threadId();
                            task.attribute("ended", "there").end();
                            ended.countDown();
                          });
              try {
                ended.await();
                other.join();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    List<TraceEvent> events = read(recording);
    assertEquals(
        List.of("begin handed over", "opened: here", "ended: there", "end handed over"),
        annotations(events));
    for (TraceEvent event : events) {
      if (event instanceof TraceEvent.Log log) {
        assertEquals(ending[0], log.context().goroutine());
      }
    }
  }

  @Test
  void leaveNoTraceWhereThereAreNone() throws Exception {
    Path recording =
        record("plain", () -> Task.open("plain").externalId("x").externalId(null).end());
    assertEquals(List.of("begin plain", "end plain"), annotations(read(recording)));
    Path converted = folder.resolve("trace.out");
    Traces.convertToGo(recording, converted);
    String parsed = GoTools.parsed(converted);
    assertTrue(parsed.contains("TaskEnd"));
    assertFalse(parsed.contains(" Log "), "no log is there");
  }
}
