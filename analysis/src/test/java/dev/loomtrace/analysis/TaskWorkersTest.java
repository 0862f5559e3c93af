package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.trace.EventView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of the goroutines that work on a task counts, and what is said of those who woke them. */
class TaskWorkersTest {
  private static final long NONE = EventView.NO_TASK;

  private static TaskResult only(TaskBreakdown breakdown) {
    assertEquals(1, breakdown.slowest().size());
    return breakdown.slowest().getFirst();
  }

  @Test
  void whoIsGivenATaskCountsBeforeWhoOnlyBeganIt() {
    Story story =
        new Story()
            .running(1)
            .at(4)
            .create(2, "shop.com/Other.run")
            .at(5)
            .start(2)
            .at(10)
            .beginTask(1, 7, NONE, "t")
            .at(20)
            .block(1, "latch", "shop.com/A.a")
            .at(30)
            .beginRegion(2, 7, "t")
            .at(40)
            .block(2, "sleep", "shop.com/B.b")
            .at(90)
            .wake(2)
            .at(91)
            .start(2)
            .at(100)
            .endTask(2, 7, NONE, "t");
    TaskResult report = only(story.tellTo(new TaskBreakdown(5)));
    assertEquals(
        new TimeByState(90, 10 + 10 + 9, 1, 0, 0, Map.of("latch", 10L, "sleep", 50L), 0),
        report.time());
    assertEquals(
        new TimeByState(160, 10 + 10 + 9, 1, 0, 0, Map.of("latch", 80L, "sleep", 50L), 0),
        report.threads());
  }

  @Test
  void aPoolsThreadWithoutWorkCountsLast() {
    Story story =
        new Story()
            .running(1)
            .at(4)
            .create(2, "shop.com/Other.run")
            .at(5)
            .start(2)
            .at(10)
            .beginTask(1, 7, NONE, "t")
            .at(12)
            .beginRegion(2, 7, "t")
            .at(20)
            .block(2, "queue take", "java/util/concurrent/ThreadPoolExecutor.getTask")
            .at(30)
            .block(1, "lock", "shop.com/A.a")
            .at(90)
            .wake(1)
            .at(91)
            .start(1)
            .at(100)
            .endTask(1, 7, NONE, "t");
    TaskResult report = only(story.tellTo(new TaskBreakdown(5)));
    assertEquals(new TimeByState(90, 20 + 9, 1, 0, 0, Map.of("lock", 60L), 0), report.time());
  }

  @Test
  void aRegionOfATaskThatNobodyAskedForHidesTheOneAroundItOnlyWhileItIsOpen() {
    Story story =
        new Story()
            .running(1)
            .at(4)
            .create(2)
            .at(5)
            .start(2)
            .at(10)
            .beginTask(1, 7, NONE, "asked")
            .at(11)
            .beginTask(1, 8, NONE, "other")
            .at(20)
            .beginRegion(2, 7, "outer")
            .at(30)
            .beginRegion(2, 8, "inner")
            .at(40)
            .endRegion(2, 8, "inner")
            .at(60)
            .endRegion(2, 7, "outer")
            .at(70)
            .endTask(1, 7, NONE, "asked");
    TaskResult report =
        only(story.tellTo(new TaskBreakdown(task -> task.type().equals("asked"), 1)));
    assertEquals(new TimeByState(60, 1 + 10 + 20, 0, 0, 0, Map.of(), 29), report.time());
  }

  @Test
  void saysWhoseTaskEndedWhichPartOfTheWaits() {
    Story story =
        new Story()
            .running(1)
            .at(4)
            .create(2, "shop.com/Pool.run")
            .at(5)
            .start(2)
            .at(6)
            .create(3, "shop.com/Pool.run")
            .at(7)
            .start(3)
            .at(8)
            .beginTask(2, 5, NONE, "restock")
            .at(9)
            .beginTask(3, 6, NONE, "audit")
            .at(10)
            .beginTask(1, 7, NONE, "t");
    long time = 10;
    for (long waker : new long[] {2, 3, 2}) {
      story.at(time + 10).block(1, "lock", "shop.com/A.a").at(time + 10 + 10 * waker);
      story.wakeBy(waker, 1).at(time + 11 + 10 * waker).start(1);
      time += 50;
    }
    story.at(200).endTask(1, 7, NONE, "t");
    List<TaskResult> found =
        story.tellTo(new TaskBreakdown(task -> task.type().equals("t"), 1)).slowest();
    TaskResult.Wait wait = found.getFirst().waits().getFirst();
    assertEquals(70, wait.total());
    assertEquals(
        List.of(
            new TaskResult.WakerShare(
                Wakings.by(2, "shop.com/Pool.run", 5, "restock"), false, false, 2, 40),
            new TaskResult.WakerShare(
                Wakings.by(3, "shop.com/Pool.run", 6, "audit"), false, false, 1, 30)),
        wait.wakers());
  }
}
