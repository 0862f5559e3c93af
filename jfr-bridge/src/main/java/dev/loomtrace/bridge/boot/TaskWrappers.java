package dev.loomtrace.bridge.boot;

import java.lang.reflect.Field;

/**
 * What the JDK wraps around the tasks that applications give to threads. Each is known by its class
 * and the field that holds what it wraps; what this JDK has not is left out.
 */
final class TaskWrappers {
  private static final int MAX_DEPTH = 6;

  private static final String CONCURRENT = "java.util.concurrent.";

  // Class and field, by turns. Subclasses count too, so the special come before the general.
  private static final String[] KNOWN = {
    "ThreadPerTaskExecutor$TaskRunner", "task",
    "ThreadPerTaskExecutor$ThreadBoundFuture", "task",
    "FutureTask", "callable",
    "Executors$RunnableAdapter", "task",
    "CompletableFuture$AsyncSupply", "fn",
    "CompletableFuture$AsyncRun", "fn",
    "StructuredTaskScope$SubtaskImpl", "task",
    "StructuredTaskScopeImpl$SubtaskImpl", "task",
  };

  private final Class<?>[] classes = new Class<?>[KNOWN.length / 2];
  private final Field[] fields = new Field[KNOWN.length / 2];

  TaskWrappers() {
    for (int i = 0; i < classes.length; i++) {
      classes[i] = Internals.type(CONCURRENT + KNOWN[2 * i]);
      fields[i] = Internals.field(classes[i], KNOWN[2 * i + 1]);
    }
  }

  /** Class of what the application wrote; null for null. */
  Class<?> taskClass(Object task) {
    Object o = task;
    try {
      for (int depth = 0; depth < MAX_DEPTH && o != null; depth++) {
        Object inner = unwrapped(o);
        if (inner == null) {
          break;
        }
        o = inner;
      }
    } catch (IllegalAccessException e) {
      // Then the wrapper's class it is.
    }
    return o == null ? null : o.getClass();
  }

  private Object unwrapped(Object task) throws IllegalAccessException {
    for (int i = 0; i < classes.length; i++) {
      if (fields[i] != null && classes[i].isInstance(task)) {
        Object inner = fields[i].get(task);
        if (inner != null) {
          return inner;
        }
      }
    }
    return null;
  }
}
