package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.trace.EventView;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskTypesTest {
  private static final long NONE = EventView.NO_TASK;

  @Test
  void sumsTasksUpByType() {
    TaskTypes tasks =
        new Story()
            .running(1)
            .at(10)
            .beginTask(1, 1, NONE, "short")
            .at(20)
            .endTask(1, 1, NONE, "short")
            .at(30)
            .beginTask(1, 2, NONE, "long")
            .at(40)
            .block(1, "lock", "shop.com/Shelf.take")
            .at(90)
            .wake(1)
            .at(95)
            .start(1)
            .at(100)
            .endTask(1, 2, NONE, "long")
            .at(110)
            .beginTask(1, 3, NONE, "short")
            .at(130)
            .endTask(1, 3, NONE, "short")
            .at(140)
            .beginTask(1, 4, NONE, "open")
            .tellTo(new TaskTypes(2));
    assertEquals(
        List.of(
            new TaskTypes.Type(
                "long", 1, 70, 70, 70, new TimeByState(70, 15, 5, 0, 0, Map.of("lock", 50L), 0)),
            new TaskTypes.Type(
                "short", 2, 10, 20, 20, new TimeByState(30, 30, 0, 0, 0, Map.of(), 0))),
        tasks.types());
    assertEquals(4, tasks.tasks());
    assertEquals(List.of(2L, 3L), tasks.slowest().stream().map(TaskResult::id).toList());
  }
}
