package dev.loomtrace.bridge.boot.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.Task;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import jdk.jfr.Recording;
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

  @Test
  void looksThroughWhatTaskWraps() {
    Runnable action = () -> {};
    Callable<String> callable = () -> "";
    Supplier<String> supplier =
        () -> {
          throw new AssertionError("asked for its value");
        };
    try (Recording recording = new Recording()) {
      recording.start();
      assertEquals(action.getClass(), TaskClass.of(Task.wrap(action)));
      assertEquals(callable.getClass(), TaskClass.of(Task.wrapCallable(callable)));
      assertEquals(
          callable.getClass(), TaskClass.of(new FutureTask<>(Task.wrapCallable(callable))));
      assertEquals(supplier.getClass(), TaskClass.of(Task.wrapSupplier(supplier)));
    }
  }
}
