package dev.loomtrace.bridge.boot.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TaskClassTest {
  @Test
  void eachWrapperIsWarmedUp() {
    Set<String> names = new TreeSet<>();
    for (Object wrapper : TaskClass.wrappers()) {
      names.add(wrapper.getClass().getName().replace("java.util.concurrent.", ""));
    }
    Set<String> expected =
        new TreeSet<>(
            Set.of(
                "FutureTask",
                "Executors$RunnableAdapter",
                "CompletableFuture$AsyncSupply",
                "CompletableFuture$AsyncRun",
                "ThreadPerTaskExecutor$TaskRunner",
                "ThreadPerTaskExecutor$ThreadBoundFuture"));
    expected.add(
        Runtime.version().feature() < 25
            ? "StructuredTaskScope$SubtaskImpl"
            : "StructuredTaskScopeImpl$SubtaskImpl");
    assertEquals(expected, names);
  }
}
