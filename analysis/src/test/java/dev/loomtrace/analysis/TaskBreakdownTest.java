package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.WaitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskBreakdownTest {
  private static final long NONE = EventView.NO_TASK;

  @Test
  void aTaskWhoseBeginIsNotInTheTraceIsThereFromTheTracesBeginOn() {
    List<TaskResult> reports = new ArrayList<>();
    new Story()
        .running(1)
        .at(11)
        .beginRegion(1, 7, "second half")
        .at(21)
        .block(1, "sleep", "shop.com/Shelf.take")
        .at(41)
        .wake(1)
        .at(42)
        .start(1)
        .at(46)
        .endRegion(1, 7, "second half")
        .at(51)
        .endTask(1, 7, NONE, "")
        .at(52)
        .beginRegion(1, 7, "after its end")
        .at(53)
        .endRegion(1, 7, "after its end")
        .tellTo(new TaskBreakdown(task -> true, 5, reports::add));
    TaskResult report = reports.getFirst();
    assertEquals(1, reports.size());
    assertEquals(7, report.id());
    assertTrue(report.beganBefore());
    assertTrue(report.ended());
    assertEquals(1, report.begin());
    assertEquals(new TimeByState(50, 14, 1, 0, 0, Map.of("sleep", 20L), 15), report.time());
  }

  @Test
  void aTaskOlderThanTheTraceHasItsTrueBeginAndAPartForTheTimeBefore() {
    TaskResult report =
        only(
            new Story()
                .running(1)
                .at(4)
                .beginOlderTask(1, 7, NONE, "checkout", -996)
                .at(5)
                .blockSince(-495, 1, "lock", "shop.com/Checkout.pay")
                .at(105)
                .wake(1)
                .at(115)
                .start(1)
                .at(120)
                .block(1, "lock", "shop.com/Checkout.pay")
                .at(140)
                .wake(1)
                .at(141)
                .start(1)
                .at(150)
                .endTask(1, 7, NONE, "checkout")
                .tellTo(new TaskBreakdown(5)));
    assertEquals(-996, report.begin());
    assertTrue(report.ended());
    assertEquals(new TimeByState(1146, 15, 11, 0, 0, Map.of("lock", 120L), 0, 1000), report.time());
    TaskResult.Wait wait = report.waits().getFirst();
    assertEquals(2, wait.count());
    assertEquals(100, wait.longest());
    assertEquals(500, wait.earlier());
    assertFalse(wait.open());
  }

  @Test
  void aWaitOlderThanItsTaskIsNoPartOfIt() {
    TaskResult report =
        only(
            new Story()
                .running(1)
                .at(4)
                .beginOlderTask(1, 7, NONE, "t", -46)
                .at(5)
                .blockSince(-495, 1, "lock", "shop.com/Checkout.pay")
                .at(55)
                .wake(1)
                .at(56)
                .start(1)
                .at(57)
                .endTask(1, 7, NONE, "t")
                .tellTo(new TaskBreakdown(5)));
    assertEquals(51, report.waits().getFirst().earlier());
    assertEquals(50, report.time().before());
  }

  @Test
  void whatIsOpenLastsUntilTheEndOfTheTrace() {
    TaskResult report =
        only(
            new Story()
                .running(1)
                .at(10)
                .beginTask(1, 7, NONE, "t")
                .at(20)
                .block(1, "lock", "shop.com/Shelf.take")
                .endsAt(120)
                .tellTo(new TaskBreakdown(5)));
    assertFalse(report.ended());
    assertEquals(new TimeByState(110, 10, 0, 0, 0, Map.of("lock", 100L), 0), report.time());
    assertTrue(report.waits().getFirst().open());
    assertEquals(100, report.waits().getFirst().longest());
  }

  @Test
  void partsOfATaskSumUpToItsDuration() {
    TaskResult report =
        only(
            new Story()
                .running(1)
                .at(10)
                .beginTask(1, 7, NONE, "checkout")
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
                .block(1, "socket", "shop.com/Db.query")
                .at(171)
                .wake(1)
                .at(172)
                .start(1)
                .at(175)
                .endTask(1, 7, NONE, "checkout")
                .tellTo(new TaskBreakdown(5)));
    assertEquals("checkout", report.type());
    assertTrue(report.ended());
    assertEquals(
        new TimeByState(165, 14, 11, 20, 0, Map.of("lock", 100L, "socket", 20L), 0), report.time());
    assertEquals(165, sum(report.time()));
    TaskResult.Wait longest = report.waits().getFirst();
    assertEquals("lock", longest.reason());
    assertEquals(100, longest.total());
    assertEquals("shop.com/Checkout.pay", longest.place().orElseThrow().site().function());
  }

  @Test
  void isUnknownWhatNoEventTells() {
    String untold = WaitReason.UNTOLD.word();
    TaskResult report =
        only(
            new Story()
                .running(1)
                .at(4)
                .create(2, "shop.com/Other.run")
                .at(5)
                .start(2)
                .at(10)
                .beginTask(1, 7, NONE, "t")
                .at(20)
                .block(1, untold, "shop.com/A.a")
                .at(40)
                .stop(2, EventKind.RANGE_BEGIN)
                .at(45)
                .stop(2, EventKind.RANGE_END)
                .at(120)
                .wake(1)
                .at(121)
                .start(1)
                .at(130)
                .endTask(1, 7, NONE, "t")
                .tellTo(new TaskBreakdown(5)));
    assertEquals(new TimeByState(120, 19, 1, 0, 5, Map.of(), 95), report.time());
    assertEquals(List.of(), report.waits());
  }

  @Test
  void isUnknownAsLongAsOneOfItsThreadsMayRun() {
    Story story =
        new Story()
            .running(1)
            .at(4)
            .create(2, "shop.com/Other.run")
            .at(5)
            .start(2)
            .at(10)
            .beginTask(1, 7, NONE, "t")
            .at(11)
            .beginRegion(2, 7, "r")
            .at(20)
            .block(1, "lock", "shop.com/A.a")
            .at(21)
            .block(2, WaitReason.UNTOLD.word(), "shop.com/B.b")
            .at(50)
            .wake(2)
            .at(51)
            .start(2)
            .at(60)
            .block(2, "sleep", "shop.com/B.b")
            .at(90)
            .wake(1)
            .at(91)
            .start(1)
            .at(100)
            .endTask(1, 7, NONE, "t");
    TimeByState time = only(story.tellTo(new TaskBreakdown(5))).time();
    assertEquals(new TimeByState(90, 29, 2, 0, 0, Map.of("sleep", 30L), 29), time);
  }

  @Test
  void saysWhoEndedTheLongestWait() {
    TaskResult report =
        only(
            new Story()
                .running(1)
                .at(4)
                .create(2, "shop.com/Shelf.fill")
                .at(5)
                .start(2)
                .at(10)
                .beginTask(1, 7, NONE, "t")
                .at(20)
                .block(1, "lock", "shop.com/Shelf.take")
                .at(60)
                .wakeBy(2, 1)
                .at(61)
                .start(1)
                .at(70)
                .block(1, "lock", "shop.com/Shelf.take")
                .at(75)
                .wake(1)
                .at(76)
                .start(1)
                .at(80)
                .endTask(1, 7, NONE, "t")
                .tellTo(new TaskBreakdown(5)));
    TaskResult.Wait wait = report.waits().getFirst();
    assertEquals(2, wait.count());
    assertEquals(45, wait.total());
    assertEquals(40, wait.longest());
    assertEquals(
        Optional.of(Wakings.by(2, "shop.com/Shelf.fill", EventView.NO_TASK, "")), wait.waker());
  }

  @Test
  void countsATaskThatIsItsOwnAncestorOnce() {
    TaskResult report =
        only(
            new Story()
                .running(1)
                .at(10)
                .beginTask(1, 7, 7, "t")
                .at(20)
                .block(1, "lock", "shop.com/Shelf.take")
                .at(60)
                .wake(1)
                .at(61)
                .start(1)
                .at(80)
                .endTask(1, 7, 7, "t")
                .tellTo(new TaskBreakdown(5)));
    TaskResult.Wait wait = report.waits().getFirst();
    assertEquals(1, wait.count());
    assertEquals(40, wait.total());
  }

  @Test
  void doesNotKnowWhoEndsAWaitThatGoesOn() {
    TaskResult report =
        only(
            new Story()
                .running(1)
                .at(4)
                .create(2)
                .at(5)
                .start(2)
                .at(10)
                .beginTask(1, 7, NONE, "t")
                .at(20)
                .block(1, "lock", "shop.com/Shelf.take")
                .at(60)
                .block(2, "lock", "shop.com/Shelf.fill")
                .tellTo(new TaskBreakdown(5)));
    TaskResult.Wait wait = report.waits().getFirst();
    assertEquals(40, wait.longest());
    assertEquals(Optional.empty(), wait.waker());
  }

  @Test
  void handsEachTaskOnWhenItEnds() {
    List<String> ended = new ArrayList<>();
    new Story()
        .running(1)
        .at(4)
        .beginTask(1, 7, NONE, "t")
        .at(5)
        .beginTask(1, 8, NONE, "u")
        .at(6)
        .beginTask(1, 9, NONE, "t")
        .at(7)
        .endTask(1, 7, NONE, "t")
        .at(8)
        .endTask(1, 8, NONE, "u")
        .tellTo(
            new TaskBreakdown(
                task -> task.type().equals("t"), 1, report -> ended.add(report.type())));
    assertEquals(List.of("t"), ended);
  }

  @Test
  void timeInAStoppedWorldIsNobodysRunning() {
    TaskResult report =
        only(
            new Story()
                .running(1)
                .at(4)
                .create(2)
                .at(5)
                .start(2)
                .at(10)
                .beginTask(1, 7, NONE, "t")
                .at(20)
                .stop(2, EventKind.RANGE_BEGIN)
                .at(50)
                .stop(2, EventKind.RANGE_END)
                .at(60)
                .endTask(1, 7, NONE, "t")
                .tellTo(new TaskBreakdown(1)));
    assertEquals(new TimeByState(50, 20, 0, 0, 30, Map.of(), 0), report.time());
  }

  @Test
  void aTaskRunsWhileAnotherGoroutineRunsInARegionOfIt() {
    TaskResult report =
        only(
            new Story()
                .running(1)
                .at(4)
                .create(2)
                .at(5)
                .start(2)
                .at(10)
                .beginTask(1, 7, NONE, "t")
                .at(20)
                .block(1, "channel receive", "a.b/C.await")
                .at(30)
                .beginRegion(2, 7, "work")
                .at(70)
                .endRegion(2, 7, "work")
                .at(80)
                .wake(1)
                .at(81)
                .start(1)
                .at(90)
                .endTask(1, 7, NONE, "t")
                .tellTo(new TaskBreakdown(1)));
    assertEquals(
        new TimeByState(80, 10 + 40 + 9, 1, 0, 0, Map.of("channel receive", 20L), 0),
        report.time());
    assertEquals(List.of(1L, 2L), report.goroutines());
    assertEquals(1, report.waits().getFirst().count());
  }

  @Test
  void aSubtasksTimeIsItsParentsToo() {
    List<TaskResult> reports =
        new Story()
            .running(1)
            .at(10)
            .beginTask(1, 7, NONE, "parent")
            .at(20)
            .beginTask(1, 8, 7, "child")
            .at(25)
            .block(1, "sleep", "a.b/C.nap")
            .at(45)
            .wake(1)
            .at(46)
            .start(1)
            .at(50)
            .endTask(1, 8, 7, "child")
            .at(60)
            .endTask(1, 7, NONE, "parent")
            .tellTo(new TaskBreakdown(5))
            .slowest();
    assertEquals(List.of("parent", "child"), reports.stream().map(r -> r.type()).toList());
    assertEquals(
        new TimeByState(50, 29, 1, 0, 0, Map.of("sleep", 20L), 0), reports.getFirst().time());
    assertEquals(
        new TimeByState(30, 9, 1, 0, 0, Map.of("sleep", 20L), 0), reports.getLast().time());
  }

  @Test
  void aGoroutineThatTurnsToAnotherTaskLeavesTheFirst() {
    TaskResult first =
        new Story()
            .running(1)
            .at(10)
            .beginTask(1, 7, NONE, "first")
            .at(30)
            .beginTask(1, 8, NONE, "second")
            .at(40)
            .endTask(1, 8, NONE, "second")
            .at(45)
            .endTask(1, 7, NONE, "first")
            .tellTo(new TaskBreakdown(task -> task.type().equals("first"), 1))
            .slowest()
            .getFirst();
    assertEquals(new TimeByState(35, 25, 0, 0, 0, Map.of(), 10), first.time());
  }

  @Test
  void anUnfinishedTaskCountsUpToTheEndOfTheTrace() {
    TaskBreakdown breakdown =
        new Story()
            .running(1)
            .at(10)
            .beginTask(1, 7, NONE, "t")
            .at(20)
            .block(1, "lock", "a.b/C.d")
            .at(50)
            .wake(1)
            .tellTo(new TaskBreakdown(1));
    TaskResult report = breakdown.slowest().getFirst();
    assertFalse(report.ended());
    assertEquals(new TimeByState(40, 10, 0, 0, 0, Map.of("lock", 30L), 0), report.time());
    assertEquals(1, breakdown.matched());
  }

  @Test
  void timeAfterItsOnlyGoroutineEndedIsUnknown() {
    TaskResult report =
        new Story()
            .running(1)
            .at(4)
            .create(2)
            .at(5)
            .start(2)
            .at(10)
            .beginTask(1, 7, NONE, "t")
            .at(20)
            .end(1)
            .at(50)
            .endTask(2, 7, NONE, "t")
            .tellTo(new TaskBreakdown(1))
            .slowest()
            .getFirst();
    assertEquals(new TimeByState(40, 10, 0, 0, 0, Map.of(), 30), report.time());
  }

  @Test
  void keepsTheSlowestOnly() {
    Story story = new Story().running(1);
    long time = 10;
    for (int i = 1; i <= 20; i++) {
      int length = (i * 7) % 20 + 1;
      story.at(time).beginTask(1, i, NONE, "t" + length);
      story.at(time + length).endTask(1, i, NONE, "t" + length);
      time += 100;
    }
    TaskBreakdown breakdown = story.tellTo(new TaskBreakdown(3));
    assertEquals(
        List.of("t20", "t19", "t18"), breakdown.slowest().stream().map(r -> r.type()).toList());
    assertEquals(20, breakdown.matched());
  }

  @Test
  void refusesToKeepNothing() {
    assertThrows(IllegalArgumentException.class, () -> new TaskBreakdown(0));
  }

  private static TaskResult only(TaskBreakdown breakdown) {
    assertEquals(1, breakdown.slowest().size());
    return breakdown.slowest().getFirst();
  }

  private static long sum(TimeByState time) {
    return time.running()
        + time.runnable()
        + time.pinned()
        + time.stopped()
        + time.blockedTotal()
        + time.unknown();
  }
}
