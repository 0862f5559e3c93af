package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.analysis.TaskBreakdown;
import dev.loomtrace.analysis.TimeByState;
import dev.loomtrace.trace.EventView;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TaskTextTest {
  private static String title(long goroutines) {
    TimeByState time = new TimeByState(1500, 1500, 0, 0, 0, Map.of(), 0);
    List<Long> ids = LongStream.rangeClosed(1, goroutines).boxed().toList();
    return TaskText.title(
        new TaskBreakdown.Report(7, EventView.NO_TASK, "serve", 0, true, ids, time, List.of()));
  }

  @Test
  void namesSomeOfManyGoroutines() {
    assertEquals("task serve 7 took 1.50 us", title(0));
    assertEquals("task serve 7 took 1.50 us, goroutine 1", title(1));
    String ten = "task serve 7 took 1.50 us, goroutines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10";
    assertEquals(ten, title(10));
    assertEquals(ten + " and 1,990 more", title(2000));
  }
}
