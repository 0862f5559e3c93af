package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.analysis.TraceSummary.Durations;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.ThreadKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceSummaryTest {
  @Test
  void countsEverythingAndAddsUpTimesByState() {
    TraceSummary.Result result =
        new Story()
            .at(2)
            .create(1)
            .at(4)
            .start(1)
            .at(10)
            .beginTask(1, 7, EventView.NO_TASK, "checkout")
            .at(11)
            .beginRegion(1, 7, "price")
            .at(15)
            .block(1, "lock", "shop.com/Checkout.pay")
            .at(115)
            .wake(1)
            .at(125)
            .start(1)
            .at(130)
            .enter(1)
            .at(150)
            .leave(1)
            .at(151)
            .endRegion(1, 7, "price")
            .at(160)
            .endTask(1, 7, EventView.NO_TASK, "checkout")
            .at(161)
            .beginTask(1, 8, EventView.NO_TASK, "open")
            .at(170)
            .create(2)
            .at(180)
            .end(1)
            .tellTo(new TraceSummary())
            .result();
    assertEquals(15, result.events());
    assertEquals(9, result.eventsByKind().get(EventKind.GO_TRANSITION));
    assertEquals(Map.of(ThreadKind.GOROUTINE, new TraceSummary.Lives(2, 2, 1)), result.lives());
    assertEquals(179, result.duration());
    assertEquals(new Durations(3, 11 + 5 + 30, 30), result.running());
    assertEquals(new Durations(2, 2 + 10, 10), result.runnable());
    assertEquals(new Durations(1, 20, 20), result.pinned());
    assertEquals(Map.of("lock", new Durations(1, 100, 100)), result.waits());
    assertEquals(Map.of("checkout", new Durations(1, 150, 150)), result.tasks());
    assertEquals(1, result.openTasks());
    assertEquals(Map.of("price", new Durations(1, 140, 140)), result.regions());
  }

  @Test
  void estimatesWaitsByPlaceFromTheStackAtTheirBegin() {
    WaitsByPlace waits =
        new Story()
            .at(2)
            .create(1)
            .at(4)
            .start(1)
            .at(10)
            .blockSampled(1, "lock", "shop.com/Checkout.pay", 3)
            .at(20)
            .wake(1)
            .at(21)
            .start(1)
            .at(30)
            .blockSampled(1, "lock", "", 0)
            .at(55)
            .wake(1)
            .tellTo(new TraceSummary())
            .result()
            .waitsByPlace();
    assertEquals(1, waits.places().size());
    assertEquals("shop.com/Checkout.pay", waits.places().getFirst().code().site().function());
    assertEquals(3 * 10, waits.places().getFirst().total());
    assertEquals(3, waits.places().getFirst().count());
    assertEquals(10 + 25, waits.places().getFirst().ofReason());
    assertEquals(25, waits.withoutStack());
    assertEquals(true, waits.estimated());
  }

  @Test
  void threadsWithoutWorkAreApart() {
    String getTask = "java/util/concurrent/ThreadPoolExecutor.getTask";
    TraceSummary.Result result =
        new Story()
            .running(1)
            .at(4)
            .create(2, "pool")
            .at(5)
            .start(2)
            .at(10)
            .block(1, "queue take", getTask)
            .at(20)
            .block(2, "queue take", "shop.com/Till.work")
            .at(30)
            .wake(1)
            .at(31)
            .start(1)
            .at(40)
            .block(1, "lock", getTask)
            .at(45)
            .wake(1)
            .at(46)
            .start(1)
            .at(50)
            .block(1, "queue take", getTask)
            .at(60)
            .wake(2)
            .endsAt(100)
            .tellTo(new TraceSummary())
            .result();
    assertEquals(
        Map.of("queue take", new Durations(1, 40, 40), "lock", new Durations(1, 5, 5)),
        result.waits());
    assertEquals(Map.of("queue take", new Durations(1, 20, 20)), result.idleWaits());
    assertEquals(new IdleThreads(1, 1, 1, 20, 20, 1, 1, 50), result.idle());
    assertEquals(45, result.waitsByPlace().total());
    assertEquals(List.of(), result.openWaits());
  }

  @Test
  void doesNotTakeWhereAGoroutineStartsForWhereItWaits() {
    WaitsByPlace waits =
        new Story()
            .at(2)
            .createWaiting(1, "shop.com/Worker.run")
            .at(12)
            .wake(1)
            .tellTo(new TraceSummary())
            .result()
            .waitsByPlace();
    assertEquals(List.of(), waits.places());
    assertEquals(10, waits.withoutStack());
  }

  @Test
  void waitsInProgressAtTheEndHaveTheirTimeSoFar() {
    TraceSummary.Result result =
        new Story()
            .running(1)
            .at(10)
            .beginTask(1, 7, EventView.NO_TASK, "stuck")
            .at(11)
            .blockSince(-89, 1, "lock", "shop.com/Checkout.pay")
            .at(12)
            .create(2)
            .at(13)
            .start(2)
            .at(21)
            .block(2, "lock", "shop.com/Checkout.pay")
            .at(22)
            .create(3)
            .at(23)
            .start(3)
            .at(30)
            .enter(3)
            .at(32)
            .createWaiting(4, "shop.com/Worker.run")
            .at(33)
            .create(5)
            .at(34)
            .start(5)
            .endsAt(111)
            .tellTo(new TraceSummary())
            .result();
    assertEquals(
        List.of(
            new OpenWait(
                GoState.WAITING,
                "lock",
                "",
                place("shop.com/Checkout.pay"),
                Story.stack("shop.com/Checkout.pay"),
                2,
                290,
                200,
                Optional.empty()),
            new OpenWait(
                GoState.WAITING, "", "", Optional.empty(), Stack.NONE, 1, 79, 79, Optional.empty()),
            new OpenWait(
                GoState.SYSCALL,
                "",
                "",
                Optional.empty(),
                Stack.NONE,
                1,
                81,
                81,
                Optional.empty())),
        result.openWaits().stream().sorted(Comparator.comparing(OpenWait::state)).toList());
    assertEquals(Map.of("stuck", new Durations(1, 101, 101)), result.tasksInProgress());
    assertEquals(Map.of(), result.waits());
    assertEquals(Map.of(), result.tasks());
  }

  @Test
  void aTaskOlderThanTheTraceTookItsTrueTime() {
    TraceSummary.Result result =
        new Story()
            .running(1)
            .at(4)
            .beginOlderTask(1, 7, EventView.NO_TASK, "old", -96)
            .at(50)
            .endTask(1, 7, EventView.NO_TASK, "old")
            .tellTo(new TraceSummary())
            .result();
    assertEquals(Map.of("old", new Durations(1, 146, 146)), result.tasks());
  }

  private static Optional<CodePlace> place(String function) {
    return Optional.of(new CodePlace(new Frame(0, function, "App.java", 42)));
  }
}
