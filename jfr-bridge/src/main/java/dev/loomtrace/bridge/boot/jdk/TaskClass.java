package dev.loomtrace.bridge.boot.jdk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;

/**
 * Finds the class of what the application wrote in the task that a virtual thread was given:
 * executors' wrappers are looked through. By variable handles in constants, which neither allocate
 * nor define classes when they are used.
 */
public final class TaskClass {
  private static final int MAX_DEPTH = 6;

  private static final String OURS = "dev.loomtrace.Wrapping$";
  private static final String CONCURRENT = "java.util.concurrent.";

  private static final VarHandle CALLABLE = field(FutureTask.class, "callable", Callable.class);

  private static final Class<?> ADAPTER = Internals.type(CONCURRENT + "Executors$RunnableAdapter");
  private static final VarHandle ADAPTED = field(ADAPTER, "task", Runnable.class);

  // Executor.execute and, in Java 21, submit of executors with a thread for each task.
  private static final Class<?> RUNNER =
      Internals.type(CONCURRENT + "ThreadPerTaskExecutor$TaskRunner");
  private static final VarHandle RUN_TASK = field(RUNNER, "task", Runnable.class);
  private static final Class<?> BOUND_FUTURE =
      Internals.type(CONCURRENT + "ThreadPerTaskExecutor$ThreadBoundFuture");
  private static final VarHandle BOUND_TASK = field(BOUND_FUTURE, "task", Callable.class);

  // CompletableFuture.supplyAsync and runAsync.
  private static final Class<?> SUPPLY =
      Internals.type(CONCURRENT + "CompletableFuture$AsyncSupply");
  private static final VarHandle SUPPLIER = field(SUPPLY, "fn", Supplier.class);
  private static final Class<?> RUN = Internals.type(CONCURRENT + "CompletableFuture$AsyncRun");
  private static final VarHandle RUNNABLE = field(RUN, "fn", Runnable.class);

  // Structured concurrency, in Java 21 to 24 and since 25.
  private static final Class<?> FORKED =
      Internals.type(CONCURRENT + "StructuredTaskScope$SubtaskImpl");
  private static final VarHandle FORKED_TASK = field(FORKED, "task", Callable.class);
  private static final Class<?> SUBTASK =
      Internals.type(CONCURRENT + "StructuredTaskScopeImpl$SubtaskImpl");
  private static final VarHandle SUBTASK_TASK = field(SUBTASK, "task", Callable.class);

  // What runs the task of a virtual thread.
  private static final Class<?> CONTINUATION = Internals.type("jdk.internal.vm.Continuation");
  private static final VarHandle OF_THREAD =
      field(Internals.type("java.lang.VirtualThread"), "cont", CONTINUATION);
  private static final VarHandle TARGET = field(CONTINUATION, "target", Runnable.class);
  private static final Class<?> RUN_BY =
      Internals.type("java.lang.VirtualThread$VThreadContinuation$1");
  private static final VarHandle GIVEN = field(RUN_BY, "val$task", Runnable.class);

  private TaskClass() {}

  /**
   * Looks through one of each wrapper: the use of a variable handle is linked when it is first
   * called, which must not be on a thread that begins to run.
   */
  public static void warmUp() {
    for (Object wrapper : wrappers()) {
      of(wrapper);
    }
    // Not by a virtual thread: to make one would have its class initialised, which is for the
    // application to do, after it has set the scheduler up.
    Runnable nothing = () -> {};
    linkWithout(() -> continuation(null));
    linkWithout(() -> target(nothing));
    linkWithout(() -> given(nothing));
  }

  private static void linkWithout(Runnable use) {
    try {
      use.run();
    } catch (ClassCastException | NullPointerException e) {
      // It is no such object, which is found after linking.
    }
  }

  /** One of each that this JDK has; none of them ever runs. */
  @SuppressWarnings("FutureReturnValueIgnored")
  static List<Object> wrappers() {
    List<Object> wrappers = new ArrayList<>();
    Runnable nothing = () -> {};
    wrappers.add(new FutureTask<>(nothing, null));
    wrappers.add(Executors.callable(nothing));
    // Not by supplyAsync: that would fix the common pool before the application can set it up.
    addNew(wrappers, SUPPLY);
    addNew(wrappers, RUN);
    ThreadFactory refusing =
        task -> {
          wrappers.add(task);
          return null;
        };
    try (ExecutorService executor = Executors.newThreadPerTaskExecutor(refusing)) {
      refused(() -> executor.execute(nothing));
      refused(() -> executor.submit(nothing));
    }
    addNew(wrappers, FORKED);
    addNew(wrappers, SUBTASK);
    return wrappers;
  }

  private static void refused(Runnable attempt) {
    try {
      attempt.run();
    } catch (RejectedExecutionException e) {
      // No thread is started for it.
    }
  }

  // A scope can not be opened where previews are off.
  private static void addNew(List<Object> wrappers, Class<?> type) {
    if (type == null) {
      return;
    }
    try {
      Constructor<?> constructor = type.getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      Class<?>[] parameters = constructor.getParameterTypes();
      Object[] arguments = new Object[parameters.length];
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = parameters[i] == int.class ? 0 : null;
      }
      wrappers.add(constructor.newInstance(arguments));
    } catch (ReflectiveOperationException | RuntimeException e) {
      // This JDK has it otherwise: then its first use links.
    }
  }

  /** The class of what a virtual thread was given; null if that is not known. */
  public static Class<?> ofThread(Thread thread) {
    if (OF_THREAD == null || TARGET == null || GIVEN == null) {
      return null; // This JDK has it otherwise.
    }
    Object continuation = continuation(thread);
    Object target = continuation == null ? null : target(continuation);
    return RUN_BY.isInstance(target) ? of(given(target)) : null;
  }

  private static Object continuation(Thread thread) {
    return (Object) OF_THREAD.get(thread);
  }

  private static Object target(Object continuation) {
    return (Object) TARGET.get(continuation);
  }

  private static Object given(Object target) {
    return (Object) GIVEN.get(target);
  }

  /** The class; null for null. */
  public static Class<?> of(Object task) {
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
    // A bound future is a future task too, so it comes first.
    if (BOUND_TASK != null && BOUND_FUTURE.isInstance(o)) {
      return (Object) BOUND_TASK.get(o);
    }
    if (CALLABLE != null && o instanceof FutureTask) {
      return (Object) CALLABLE.get(o);
    }
    if (RUN_TASK != null && RUNNER.isInstance(o)) {
      return (Object) RUN_TASK.get(o);
    }
    if (ADAPTED != null && ADAPTER.isInstance(o)) {
      return (Object) ADAPTED.get(o);
    }
    if (SUPPLIER != null && SUPPLY.isInstance(o)) {
      return (Object) SUPPLIER.get(o);
    }
    if (RUNNABLE != null && RUN.isInstance(o)) {
      return (Object) RUNNABLE.get(o);
    }
    if (SUBTASK_TASK != null && SUBTASK.isInstance(o)) {
      return (Object) SUBTASK_TASK.get(o);
    }
    if (FORKED_TASK != null && FORKED.isInstance(o)) {
      return (Object) FORKED_TASK.get(o);
    }
    // Task.wrap, which this loader can not see.
    if (o instanceof Supplier<?> wrapping && o.getClass().getName().startsWith(OURS)) {
      return wrapping.get();
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
