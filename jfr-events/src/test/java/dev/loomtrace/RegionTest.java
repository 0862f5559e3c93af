package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.annotation.RegionStack;
import dev.loomtrace.event.EventNames;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try")
class RegionTest {
  private Recorded recorded;
  private Warnings warnings;

  @BeforeEach
  void record() {
    recorded = Recorded.start();
    warnings = Warnings.capture();
  }

  @AfterEach
  void stop() {
    warnings.close();
    recorded.close();
  }

  @Test
  void isRecordedWithItsThreadAndTask() {
    try (Task task = Task.begin("checkout");
        Region region = Region.begin("price")) {
      region.end();
      region.end();
      RecordedEvent event = recorded.complete(EventNames.REGION);
      assertEquals("price", event.getString(EventNames.NAME));
      assertEquals(task.id(), event.getLong(EventNames.TASK_ID));
      assertEquals(Thread.currentThread().threadId(), event.getLong(EventNames.OWNER));
      assertEquals(Thread.currentThread().threadId(), event.getThread().getJavaThreadId());
      assertTrue(event.getDuration().isPositive());
    }
    assertEquals(List.of(), warnings.messages());
  }

  @Test
  void belongsToTheTaskItIsGiven() {
    Task task = Task.begin("other");
    task.end();
    Region.begin("given", task).end();
    Region.begin("none", Task.BACKGROUND).end();
    Region.begin("null", null).end();
    assertEquals(
        List.of(task.id(), 0L, 0L),
        recorded.events(EventNames.REGION).stream()
            .map(event -> event.getLong(EventNames.TASK_ID))
            .toList());
  }

  @Test
  void runsActionsAndReturnsResults() {
    List<String> seen = new ArrayList<>();
    Region.run("run", () -> seen.add("ran"));
    assertEquals("result", Region.call("call", () -> "result"));
    RuntimeException thrown = new IllegalArgumentException();
    assertSame(
        thrown,
        assertThrows(
            RuntimeException.class,
            () ->
                Region.run(
                    "throw",
                    () -> {
                      throw thrown;
                    })));
    assertEquals(List.of("ran"), seen);
    assertEquals(3, recorded.events(EventNames.REGION).size());
  }

  @Test
  void endsWhatIsOpenInsideItAndReportsThePlaceOnce() {
    for (int i = 0; i < 2; i++) {
      Region outer = Region.begin("outer");
      Region inner = Region.begin("inner");
      outer.end();
      inner.end();
    }
    List<RecordedEvent> events = recorded.events(EventNames.REGION);
    assertEquals(List.of("inner", "outer", "inner", "outer"), names(events));
    assertEquals(1, warnings.messages().size());
    String message = warnings.messages().getFirst();
    assertTrue(
        message.matches(
            "region \"outer\" ended before \"inner\" inside it at .*RegionTest"
                + "\\.endsWhatIsOpenInsideItAndReportsThePlaceOnce\\(RegionTest.java:\\d+\\)"),
        message);
    for (int i = 0; i < events.size(); i += 2) {
      assertTrue(!events.get(i).getEndTime().isAfter(events.get(i + 1).getEndTime()));
      assertTrue(!events.get(i).getStartTime().isBefore(events.get(i + 1).getStartTime()));
    }
  }

  @Test
  void isNotEndedByAnotherThread() throws InterruptedException {
    Region outer = Region.begin("outer");
    Region inner = Region.begin("inner");
    Thread stranger = Thread.ofVirtual().start(inner::end);
    stranger.join();
    assertEquals(List.of(), Recorded.complete(recorded.events(), EventNames.REGION));
    inner.end();
    outer.end();
    assertEquals(
        List.of("inner", "outer"), names(Recorded.complete(recorded.events(), EventNames.REGION)));
    assertEquals(1, warnings.messages().size());
    assertTrue(
        warnings
            .messages()
            .getFirst()
            .startsWith("region \"inner\" ended on a thread other than the one that began it at "),
        warnings.messages().getFirst());
  }

  @Test
  void isGivenUpWithAllOthersWhenAThreadForgetsToEndThem() {
    Region first = Region.begin("first");
    for (int i = 1; i < RegionStack.MAX_DEPTH; i++) {
      Region.begin("forgotten");
    }
    assertEquals(List.of(), warnings.messages());
    Region.begin("one more").end();
    first.end();
    assertEquals(
        List.of("one more"), names(Recorded.complete(recorded.events(), EventNames.REGION)));
    assertEquals(1, warnings.messages().size());
    try (Region last = Region.begin("last")) {
      Recorded.rotate();
    }
    assertEquals(
        List.of("last", "last"),
        names(Recorded.announced(recorded.events(), EventNames.REGION)).subList(0, 2));
  }

  @Test
  void survivesAPauseOfTheRecording() {
    Region outer = Region.begin("outer");
    recorded.close();
    Region unseen = Region.begin("unseen");
    recorded = Recorded.start();
    Region inner = Region.begin("inner");
    inner.end();
    unseen.end();
    outer.end();
    assertEquals(
        List.of("inner", "outer"), names(Recorded.complete(recorded.events(), EventNames.REGION)));
    assertEquals(List.of(), warnings.messages());
  }

  @Test
  void reportsScopesThatAreNotClosedInnermostFirst() {
    Task task = Task.begin("task");
    Task.Scope outer = task.attach();
    Task.Scope inner = Task.BACKGROUND.attach();
    outer.close();
    assertSame(Task.BACKGROUND, Task.current());
    inner.close();
    inner.close();
    assertSame(task, Task.current());
    task.end();
    assertEquals(1, warnings.messages().size());
    assertTrue(warnings.messages().getFirst().startsWith("scope closed that is not"));
  }

  @Test
  void leavesAllScopesWhenAThreadForgetsToCloseThem() {
    Task task = Task.begin("task");
    Task.Scope first = task.attach();
    for (int i = 2; i < Task.Scope.MAX_DEPTH; i++) {
      task.attach();
    }
    assertEquals(List.of(), warnings.messages());
    Task.Scope last = Task.BACKGROUND.attach();
    assertEquals(1, warnings.messages().size());
    last.close();
    assertSame(Task.BACKGROUND, Task.current());
    first.close();
    assertSame(Task.BACKGROUND, Task.current());
    task.end();
  }

  @Test
  void reportsAScopeThatAnotherThreadCloses() throws InterruptedException {
    Task task = Task.begin("task");
    Task.Scope scope = Task.BACKGROUND.attach();
    Thread.ofPlatform().start(scope::close).join();
    assertSame(task, Task.current());
    task.end();
    assertEquals(1, warnings.messages().size());
    assertTrue(
        warnings
            .messages()
            .getFirst()
            .startsWith("scope closed on a thread other than the one that attached it"));
  }

  private static List<String> names(List<RecordedEvent> events) {
    return events.stream().map(event -> event.getString(EventNames.NAME)).toList();
  }
}
