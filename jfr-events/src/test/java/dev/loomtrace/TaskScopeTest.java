package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.loomtrace.event.EventNames;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which task is current on threads whose tasks end elsewhere. */
@SuppressWarnings("try")
class TaskScopeTest {
  private Recorded recorded;

  @BeforeEach
  void record() {
    recorded = Recorded.start();
  }

  @AfterEach
  void stop() {
    recorded.close();
  }

  @Test
  void endsWithWhatWasBegunInItAndGoesOnElsewhere() {
    try (Warnings warnings = Warnings.capture()) {
      Task outer = Task.begin("outer");
      Task[] handedOver = new Task[1];
      Task.wrap(
              () -> {
                handedOver[0] = Task.begin("handed over");
                assertSame(handedOver[0], Task.current());
              })
          .run();
      assertSame(outer, Task.current());
      assertEquals(List.of(), warnings.messages());
      handedOver[0].end();
      outer.end();
    }
  }

  @Test
  void isReportedIfAnotherIsOpenInIt() {
    try (Warnings warnings = Warnings.capture()) {
      Task outer = Task.begin("outer");
      Task.Scope scope = outer.attach();
      Task.Scope inner = Task.BACKGROUND.attach();
      scope.close();
      assertEquals(1, warnings.messages().size());
      assertSame(Task.BACKGROUND, Task.current());
      inner.close();
      assertSame(outer, Task.current());
      assertEquals(1, warnings.messages().size());
      outer.end();
    }
  }

  @Test
  void mayBeBegunOnAThreadThatNeverEndsOne() throws Exception {
    try (Warnings warnings = Warnings.capture();
        ExecutorService ending = Executors.newSingleThreadExecutor()) {
      Task oldest = Task.begin("request", Task.BACKGROUND);
      Task middle = Task.begin("request", Task.BACKGROUND);
      Task newest = Task.begin("request", Task.BACKGROUND);
      for (int i = 0; i < 2 * Task.Scope.MAX_DEPTH; i++) {
        ending.submit(oldest::end).get();
        oldest = middle;
        middle = newest;
        newest = Task.begin("request", Task.BACKGROUND);
      }
      assertEquals(List.of(), warnings.messages());
      newest.end();
      assertSame(middle, Task.current());
      middle.end();
      assertSame(oldest, Task.current());
      oldest.end();
      assertSame(Task.BACKGROUND, Task.current());
    }
  }

  private List<String> regions(Task task) {
    return Recorded.complete(recorded.events(), EventNames.REGION).stream()
        .filter(event -> event.getLong(EventNames.TASK_ID) == task.id())
        .map(event -> event.getString(EventNames.NAME) + " " + event.getLong(EventNames.OWNER))
        .toList();
  }

  @Test
  void whoWorksOnATaskIsRecorded() throws Exception {
    Task task = Task.open("order");
    Thread attaching = Thread.ofVirtual().start(() -> task.attach().close());
    attaching.join();
    Thread wrapped;
    try (Task.Scope scope = task.attach()) {
      wrapped = Thread.ofPlatform().unstarted(Task.wrap(() -> {}));
    }
    wrapped.start();
    wrapped.join();
    task.end();
    assertEquals(
        Stream.of(attaching, Thread.currentThread(), wrapped)
            .map(thread -> "order " + thread.threadId())
            .toList(),
        regions(task));
  }

  @Test
  void isNotRecordedWhereTheTaskIsCurrentAlready() {
    Task task = Task.begin("order");
    task.attach().close();
    Task.wrap(() -> {}).run();
    task.end();
    assertEquals(List.of(), regions(task));
  }

  @Test
  void recordsTheOpenAncestorOfATaskThatHasEnded() {
    Task outer = Task.open("outer");
    Task ended = Task.open("ended", outer);
    ended.end();
    ended.attach().close();
    outer.end();
    outer.attach().close();
    Task.BACKGROUND.attach().close();
    assertEquals(List.of(), regions(ended));
    assertEquals(List.of("outer " + Thread.currentThread().threadId()), regions(outer));
  }

  /** Regions that go on after the scope are whole, and their order says nothing is wrong. */
  @Test
  void endsItsRegionAlone() {
    try (Warnings warnings = Warnings.capture()) {
      Task task = Task.open("order");
      Task.Scope scope = task.attach();
      Region inside = Region.begin("inside");
      Region innermost = Region.begin("innermost");
      scope.close();
      String thread = " " + Thread.currentThread().threadId();
      assertEquals(List.of("order" + thread), regions(task));
      Recorded.rotate();
      innermost.end();
      inside.end();
      task.end();
      assertEquals(
          List.of("order" + thread, "innermost" + thread, "inside" + thread), regions(task));
      assertEquals(
          Set.of("innermost", "inside"),
          Recorded.announced(recorded.events(), EventNames.REGION).stream()
              .filter(event -> event.getLong(EventNames.TASK_ID) == task.id())
              .map(event -> event.getString(EventNames.NAME))
              .collect(Collectors.toSet()));
      assertEquals(List.of(), warnings.messages());
    }
  }

  @Test
  void whoInheritsATaskIsRecorded() {
    Task task = Task.begin("order");
    Thread.ofVirtual().unstarted(() -> {});
    Thread.ofPlatform().unstarted(() -> {});
    Thread.ofVirtual().inheritInheritableThreadLocals(false).unstarted(() -> {});
    task.end();
    Thread.ofVirtual().unstarted(() -> {});
    long thread = Thread.currentThread().threadId();
    assertEquals(
        List.of(task.id() + " by " + thread, task.id() + " by " + thread),
        recorded.events(EventNames.INHERITANCE).stream()
            .map(e -> e.getLong(EventNames.TASK_ID) + " by " + e.getThread().getJavaThreadId())
            .toList());
  }
}
