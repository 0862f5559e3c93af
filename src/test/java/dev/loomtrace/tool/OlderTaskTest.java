package dev.loomtrace.tool;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A flight recorder of Go that holds the end of a task, and not its begin. */
class OlderTaskTest {
  private static final Path TRACE =
      Path.of("..", "test-fixtures", "cases", "flight-task-longer-than-window.trace");

  @Test
  void itIsAmongTheTasks() {
    String out = CommandRun.of("tasks", TRACE).succeeds().out();
    assertTrue(out.contains("(name not recorded)"), out);
    assertTrue(out.contains("before the recording, it is not known when"), out);
  }

  @Test
  void itIsExplainedAsFarAsItIsKnown() {
    String out = CommandRun.of("why", "--task-id", 1, TRACE).succeeds().out();
    assertTrue(out.startsWith("task 1 took at least 1.29 s, goroutine 1\nbegan before the"), out);
    assertTrue(out.contains("blocked: sleep "), out);
    assertTrue(out.contains("unknown "), out);
  }

  @Test
  void jsonSaysThatItsBeginIsNotKnown() {
    String out = CommandRun.of("why", "--task-id", 1, "--json", TRACE).succeeds().out();
    assertTrue(out.contains("\"beganBefore\" : true"), out);
    assertTrue(out.contains("\"ended\" : true"), out);
  }
}
