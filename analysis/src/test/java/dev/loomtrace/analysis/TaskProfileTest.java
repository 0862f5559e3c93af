package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.testing.RandomTrace;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.TraceEvent;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles of what threads do for tasks. */
class TaskProfileTest {
  @Test
  void hasWhatHappensDuringWork() {
    StackProfile profile =
        new Story()
            .running(1)
            .at(10)
            .block(1, "lock", "shop.com/Shelf.before")
            .at(20)
            .wake(1)
            .at(21)
            .start(1)
            .at(22)
            .beginTask(1, 7, -1, "checkout")
            .at(30)
            .block(1, "lock", "shop.com/Shelf.take")
            .at(37)
            .wake(1)
            .at(38)
            .start(1)
            .at(39)
            .create(2)
            .at(40)
            .start(2)
            .at(41)
            .block(1, "lock", "shop.com/Shelf.cut")
            .at(45)
            .block(2, "lock", "shop.com/Shelf.other")
            .at(46)
            .create(3)
            .at(47)
            .start(3)
            .at(50)
            .endTask(3, 7, -1, "checkout")
            .at(60)
            .wake(1)
            .endsAt(70)
            .tellTo(StackProfile.ofTasks(ProfileType.OFFCPU, task -> task.id() == 7));
    assertEquals(1, profile.tasks());
    assertEquals(List.of(9L, 7L), profile.rows().stream().map(StackProfile.Row::nanos).toList());
    assertEquals(
        List.of("shop.com/Shelf.cut", "shop.com/Shelf.take"),
        profile.rows().stream().map(row -> row.stack().getLast().function()).toList());
  }

  /** As many as the answer about each task says of all its threads. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void sumsUpToWhatTheThreadsOfTheTaskWaited(long seed) throws IOException {
    List<TraceEvent> events = RandomTrace.of(seed, 1_500, 3);
    TaskBreakdown tasks = new TaskBreakdown(Integer.MAX_VALUE);
    Timeline.read(new ListTraceReader(events), tasks);
    long all = 0;
    for (TaskResult task : tasks.slowest()) {
      StackProfile profile =
          StackProfile.ofTasks(ProfileType.OFFCPU, each -> each.id() == task.id());
      Timeline.read(new ListTraceReader(events), profile);
      long waited = task.threads().blockedTotal();
      assertEquals(
          waited, profile.rows().stream().mapToLong(StackProfile.Row::nanos).sum(), task::toString);
      all += waited;
    }
    assertTrue(all > 0);
  }
}
