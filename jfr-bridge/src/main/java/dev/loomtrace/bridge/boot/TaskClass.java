package dev.loomtrace.bridge.boot;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;

/**
 * Finds the class of what the application wrote in the task that a virtual thread was given:
 * executors' wrappers are looked through. By variable handles in constants, which neither allocate
 * nor define classes when they are used.
 */
final class TaskClass {
  private static final int MAX_DEPTH = 4;

  private static final VarHandle CALLABLE = field(FutureTask.class, "callable", Callable.class);

  private static final Class<?> ADAPTER =
      Internals.type("java.util.concurrent.Executors$RunnableAdapter");
  private static final VarHandle ADAPTED = field(ADAPTER, "task", Runnable.class);

  private static final Class<?> BOUND_FUTURE =
      Internals.type("java.util.concurrent.ThreadPerTaskExecutor$ThreadBoundFuture");
  private static final VarHandle BOUND_TASK = field(BOUND_FUTURE, "task", Callable.class);

  private TaskClass() {}

  /** The class; null for null. */
  static Class<?> of(Object task) {
    Object o = task;
    for (int depth = 0; depth < MAX_DEPTH && o != null; depth++) {
      Object inner = inner(o);
      if (inner == null) {
        break;
      }
      o = inner;
    }
    return o == null ? null : o.getClass();
  }

  private static Object inner(Object o) {
    if (BOUND_TASK != null && BOUND_FUTURE.isInstance(o)) {
      return (Object) BOUND_TASK.get(o);
    }
    if (CALLABLE != null && o instanceof FutureTask) {
      return (Object) CALLABLE.get(o);
    }
    if (ADAPTED != null && ADAPTER.isInstance(o)) {
      return (Object) ADAPTED.get(o);
    }
    return null;
  }

  private static VarHandle field(Class<?> owner, String name, Class<?> type) {
    if (owner == null) {
      return null;
    }
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // This JDK has it otherwise: then it is the wrapper's class that is recorded.
    }
  }
}
