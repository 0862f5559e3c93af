package dev.loomtrace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What annotations cost in memory; their time is measured in the module benchmarks. */
@SuppressWarnings("try")
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int ROUNDS = 10_000;

  private static void act() {}

  private static void annotate() {
    try (Task task = Task.begin("task");
        Task child = Task.begin("child", task);
        Task.Scope scope = task.attach();
        Region region = Region.begin("region");
        Region other = Region.begin("other", task)) {
      Log.log("category", "message");
      Log.log("category", () -> "message");
      Task.run("run", AllocationTest::act);
      Task.call("call", () -> "result");
      Region.run("run", AllocationTest::act);
      Region.call("call", () -> "result");
      Task.wrap(AllocationTest::act);
      Task.wrapCallable(() -> "result");
      Task.wrapSupplier(() -> "result");
      Task.open("open")
          .externalId("id")
          .attribute("key", "value")
          .attribute("number", 1234567)
          .end();
      Task.open("open", task).attribute("number", 0.1).attribute("flag", true).end();
      Task.current().id();
    }
  }

  private static long allocatedInRounds() {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < ROUNDS; i++) {
      annotate();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  // What the JVM does once, such as linking a call, is no cost of an annotation.
  private static long leastAllocatedInRounds() {
    return LongStream.generate(AllocationTest::allocatedInRounds).limit(5).min().orElseThrow();
  }

  @Test
  void isNothingWithoutARecording() {
    assertFalse(Task.isEnabled());
    assertEquals(0, leastAllocatedInRounds());
  }

  @Test
  void isNothingAfterARecordingHasEnded() {
    try (Recorded recorded = Recorded.start()) {
      annotate();
      assertTrue(allocatedInRounds() > ROUNDS, "the measurement sees nothing");
    }
    assertEquals(0, leastAllocatedInRounds());
  }
}
