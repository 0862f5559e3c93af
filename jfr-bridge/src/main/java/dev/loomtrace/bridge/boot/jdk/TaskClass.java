package dev.loomtrace.bridge.boot.jdk;

import java.lang.invoke.VarHandle;
import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;

/**
 * Finds the class of what the application wrote in the task that a virtual thread was given:
 * executors' wrappers are looked through. By variable handles in constants, which neither allocate
 * nor define classes when they are used.
 */
public final class TaskClass {
  private static final int MAX_DEPTH = 6;

  private static final String OURS = "dev.loomtrace.Task$";

  private static final VarHandle CALLABLE = JdkMember.FUTURE_TASK_CALLABLE.varHandle();

  private static final Class<?> ADAPTER = owner(JdkMember.ADAPTER_TASK);
  private static final VarHandle ADAPTED = JdkMember.ADAPTER_TASK.varHandle();

  private static final Class<?> RUNNER = owner(JdkMember.RUNNER_TASK);
  private static final VarHandle RUN_TASK = JdkMember.RUNNER_TASK.varHandle();

  private static final Class<?> SUPPLY = owner(JdkMember.ASYNC_SUPPLIER);
  private static final VarHandle SUPPLIER = JdkMember.ASYNC_SUPPLIER.varHandle();
  private static final Class<?> RUN = owner(JdkMember.ASYNC_RUNNABLE);
  private static final VarHandle RUNNABLE = JdkMember.ASYNC_RUNNABLE.varHandle();

  private static final Class<?> FORKED = owner(JdkMember.SUBTASK_TASK_BEFORE_25);
  private static final VarHandle FORKED_TASK = JdkMember.SUBTASK_TASK_BEFORE_25.varHandle();
  private static final Class<?> SUBTASK = owner(JdkMember.SUBTASK_TASK);
  private static final VarHandle SUBTASK_TASK = JdkMember.SUBTASK_TASK.varHandle();

  // What runs the task of a virtual thread.
  private static final VarHandle OF_THREAD = JdkMember.CONTINUATION.varHandle();
  private static final VarHandle TARGET = JdkMember.CONTINUATION_TARGET.varHandle();
  private static final Class<?> RUN_BY = owner(JdkMember.VIRTUAL_THREAD_TASK);
  private static final VarHandle GIVEN = JdkMember.VIRTUAL_THREAD_TASK.varHandle();

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

  // A scope cannot be opened where previews are off.
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
    // What Task.wrap and its like return, which this loader cannot see.
    if (o instanceof Map.Entry<?, ?> wrapping && o.getClass().getName().startsWith(OURS)) {
      return wrapping.getValue();
    }
    return null;
  }

  private static Class<?> owner(JdkMember member) {
    return JdkTypes.find(member.owner());
  }
}
