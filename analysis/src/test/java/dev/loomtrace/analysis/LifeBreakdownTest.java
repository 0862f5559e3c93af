package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.FrameOrigins;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.TraceEvent;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifeBreakdownTest {
  private static LifeBreakdown of(long id) {
    return new LifeBreakdown(thread -> thread == id, thread -> true, FrameOrigins.DEFAULT);
  }

  private static LifeBreakdown atWork() {
    return new LifeBreakdown(FrameOrigins.DEFAULT);
  }

  @Test
  void explainsALifeAsATask() {
    LifeResult life =
        new Story()
            .at(2)
            .create(1, "shop.com/Checkout.handle")
            .at(5)
            .start(1)
            .at(10)
            .create(2, "shop.com/Restock.run")
            .at(13)
            .block(1, "lock", "shop.com/Shelf.take")
            .at(20)
            .start(2)
            .at(50)
            .wakeBy(2, 1)
            .at(64)
            .start(1)
            .at(70)
            .block(1, "lock", "shop.com/Shelf.take")
            .at(80)
            .wakeBy(2, 1)
            .at(81)
            .start(1)
            .at(90)
            .block(1, "sleep", "shop.com/Bill.write")
            .at(95)
            .wake(1)
            .at(97)
            .start(1)
            .at(102)
            .end(1)
            .tellTo(of(1))
            .slowest()
            .orElseThrow();
    assertEquals(
        new TimeByState(
            100, 8 + 6 + 9 + 5, 3 + 14 + 1 + 2, 0, 0, Map.of("lock", 47L, "sleep", 5L), 0),
        life.thread().time());
    assertEquals("shop.com/Checkout.handle", life.thread().group());
    TaskResult.Wait wait = life.waits().getFirst();
    assertEquals("shop.com/Shelf.take", wait.place().orElseThrow().site().function());
    assertEquals(List.of(2L, 47L, 37L), List.of(wait.count(), wait.total(), wait.longest()));
    assertEquals(
        List.of(
            new TaskResult.WakerShare(
                Wakings.by(2, "shop.com/Restock.run", EventView.NO_TASK, ""), false, false, 2, 47)),
        wait.wakers());
    assertEquals(5, life.waits().get(1).total());
  }

  @Test
  void tellsWhatIsOlderThanTheTraceAndWhatGoesOn() {
    LifeResult life =
        new Story()
            .running(1)
            .at(4)
            .blockSince(-30, 1, "lock", "shop.com/Shelf.take")
            .endsAt(24)
            .tellTo(of(1))
            .slowest()
            .orElseThrow();
    TaskResult.Wait wait = life.waits().getFirst();
    assertFalse(life.thread().ended());
    assertTrue(wait.open());
    assertEquals(34, wait.earlier());
    assertEquals(20, wait.total());
    assertEquals(22, life.thread().time().total());
  }

  /** Two ways of adding up the same: by events here, by spans there. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void agreesWithTheListOfThreads(long seed) throws IOException {
    List<TraceEvent> events = RandomTrace.of(seed, 3_000, 3);
    ThreadGroups threads = new ThreadGroups(group -> true, Integer.MAX_VALUE);
    Timeline.read(new ListTraceReader(events), threads);
    assertTrue(threads.slowest().size() > 3);
    for (ThreadResult thread : threads.slowest()) {
      LifeBreakdown breakdown =
          new LifeBreakdown(
              id -> id == thread.id(), t -> t.begin() == thread.begin(), FrameOrigins.DEFAULT);
      Timeline.read(new ListTraceReader(events), breakdown);
      LifeResult life = breakdown.slowest().orElseThrow();
      assertEquals(thread, life.thread());
      life.thread()
          .time()
          .blocked()
          .forEach(
              (reason, time) ->
                  assertEquals(
                      time,
                      life.waits().stream()
                          .filter(wait -> wait.reason().equals(reason))
                          .mapToLong(TaskResult.Wait::total)
                          .sum()));
      for (TaskResult.Wait wait : life.waits()) {
        long known = wait.wakers().stream().mapToLong(TaskResult.WakerShare::total).sum();
        assertTrue(known <= wait.total(), wait::toString);
      }
    }
  }

  private static Optional<Long> slowestAtWork(Story story) {
    return story.tellTo(atWork()).slowest().map(life -> life.thread().id());
  }

  @Test
  void prefersThoseThatComeAndGo() {
    Story story =
        new Story()
            .at(2)
            .create(1, "shop.com/Main.run")
            .at(3)
            .create(2, "shop.com/Checkout.handle")
            .at(4)
            .start(2)
            .at(5)
            .create(3, "shop.com/Checkout.handle");
    assertEquals(Optional.of(1L), slowestAtWork(story), "nothing else is known to come and go");
    story.at(9).end(2).endsAt(100);
    assertEquals(Optional.of(3L), slowestAtWork(story), "it hangs, others of its group do not");
  }

  @Test
  void leavesOutWhoWaitsForWorkAndTheRuntimesOwn() {
    Story story =
        new Story()
            .at(2)
            .create(1, "java/util/concurrent/ThreadPoolExecutor.getTask")
            .at(3)
            .create(2, "runtime.bgsweep")
            .at(4)
            .create(3, "shop.com/Checkout.handle")
            .at(5)
            .start(1)
            .at(6)
            .block(1, "parked", "java/util/concurrent/ThreadPoolExecutor.getTask")
            .at(7)
            .wake(1)
            .at(8)
            .start(1)
            .at(90)
            .end(1)
            .at(91)
            .start(2)
            .at(92)
            .end(2);
    assertEquals(2, story.tellTo(of(2)).slowest().orElseThrow().thread().id());
    story.at(93).start(3).at(94).end(3);
    LifeBreakdown found = story.tellTo(atWork());
    assertEquals(3, found.slowest().orElseThrow().thread().id());
    assertEquals(1, found.matched());
  }

  @Test
  void namesAWakerThatIsHeardOfOnlyLater() {
    LifeResult life = laterNamed().tellTo(of(1)).slowest().orElseThrow();
    assertEquals(
        Optional.of(Wakings.by(2, "shop.com/Old.run", EventView.NO_TASK, "")),
        life.waits().getFirst().waker());
  }

  @Test
  void namesItForATaskThatHasEndedByThen() {
    TaskResult task = laterNamed().tellTo(new TaskBreakdown(1)).slowest().getFirst();
    TaskResult.Waker waker = Wakings.by(2, "shop.com/Old.run", EventView.NO_TASK, "");
    TaskResult.Wait wait = task.waits().getFirst();
    assertEquals(Optional.of(waker), wait.waker());
    assertEquals(List.of(new TaskResult.WakerShare(waker, true, false, 2, 30)), wait.wakers());
  }

  /** Two goroutines of which only their later stacks say where they start. */
  private static Story laterNamed() {
    return new Story()
        .running(1)
        .at(4)
        .create(2)
        .at(5)
        .create(3)
        .at(6)
        .start(2)
        .at(7)
        .start(3)
        .at(8)
        .beginTask(1, 7, EventView.NO_TASK, "t")
        .at(10)
        .block(1, "lock", "shop.com/Shelf.take")
        .at(30)
        .wakeBy(2, 1)
        .at(31)
        .start(1)
        .at(35)
        .block(1, "lock", "shop.com/Shelf.take")
        .at(45)
        .wakeBy(3, 1)
        .at(46)
        .start(1)
        .at(50)
        .endTask(1, 7, EventView.NO_TASK, "t")
        .at(60)
        .block(2, "sleep", "shop.com/Old.run")
        .at(61)
        .block(3, "sleep", "shop.com/Old.run")
        .endsAt(70);
  }

  @Test
  void isLetGoWithTheFirstTask() {
    UntilTask<LifeBreakdown> without =
        new Story().running(1).at(9).end(1).tellTo(new UntilTask<>(atWork()));
    assertEquals(1, without.sink().orElseThrow().matched());
    UntilTask<LifeBreakdown> with =
        new Story()
            .running(1)
            .at(4)
            .beginTask(1, 7, EventView.NO_TASK, "t")
            .at(9)
            .end(1)
            .tellTo(new UntilTask<>(atWork()));
    assertTrue(with.sink().isEmpty());
  }
}
