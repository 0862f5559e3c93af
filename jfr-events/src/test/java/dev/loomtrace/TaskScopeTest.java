package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
}
