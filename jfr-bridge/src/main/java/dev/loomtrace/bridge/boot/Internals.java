package dev.loomtrace.bridge.boot;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The JDK's internals that the recorder looks at, by reflection: what this JDK has not is null.
 * Needs {@code java.lang}, {@code java.util.concurrent} and {@code jdk.internal.vm} opened to it.
 */
final class Internals {
  private final Class<?> virtualThread;
  private final Field state;
  private final Field carrierThread;
  private final Field continuation;
  private final Field continuationTarget;
  private final Method continuationStack;
  private final Field scheduler;
  private final Method allThreads;
  private final Method rootContainer;
  private final Method containerThreads;
  private final Method containerChildren;
  private final Field futureTaskCallable;
  private final Field adapterTask;
  private final Class<?> adapter;
  private final Class<?> boundFuture;
  private final Field boundFutureTask;
  private final Class<?> carrierClass;
  private Class<?> wrapper;
  private Field wrappedTask;

  Internals() {
    virtualThread = type("java.lang.VirtualThread");
    state = field(virtualThread, "state");
    carrierThread = field(virtualThread, "carrierThread");
    continuation = field(virtualThread, "cont");
    Class<?> cont = type("jdk.internal.vm.Continuation");
    continuationTarget = field(cont, "target");
    continuationStack = method(cont, "getStackTrace");
    scheduler = field(virtualThread, "DEFAULT_SCHEDULER");
    allThreads = method(Thread.class, "getAllThreads");
    rootContainer = method(type("jdk.internal.vm.ThreadContainers"), "root");
    Class<?> container = type("jdk.internal.vm.ThreadContainer");
    containerThreads = method(container, "threads");
    containerChildren = method(container, "children");
    futureTaskCallable = field(FutureTask.class, "callable");
    adapter = type("java.util.concurrent.Executors$RunnableAdapter");
    adapterTask = field(adapter, "task");
    boundFuture = type("java.util.concurrent.ThreadPerTaskExecutor$ThreadBoundFuture");
    boundFutureTask = field(boundFuture, "task");
    carrierClass = type("jdk.internal.misc.CarrierThread");
  }

  /** Value of the int constant of this name in VirtualThread; -1 if there is none. */
  int stateConstant(String name) {
    Field field = field(virtualThread, name);
    try {
      return field == null || !Modifier.isStatic(field.getModifiers()) ? -1 : field.getInt(null);
    } catch (IllegalAccessException e) {
      return -1;
    }
  }

  /** The private state of a virtual thread; -1 if not known. */
  int state(Thread thread) throws IllegalAccessException {
    return state == null ? -1 : state.getInt(thread);
  }

  /** The carrier of a virtual thread, or null. */
  Thread carrier(Thread thread) throws IllegalAccessException {
    return carrierThread == null ? null : (Thread) carrierThread.get(thread);
  }

  /** Whether a platform thread is a carrier of the default scheduler. */
  boolean isCarrier(Thread thread) {
    return carrierClass != null && carrierClass.isInstance(thread);
  }

  /** Stack of a virtual thread that is not mounted; null if it can not be had. */
  StackTraceElement[] unmountedStack(Thread thread) throws ReflectiveOperationException {
    if (continuation == null || continuationStack == null) {
      return null;
    }
    Object cont = continuation.get(thread);
    return cont == null ? null : (StackTraceElement[]) continuationStack.invoke(cont);
  }

  /** The task that a virtual thread was given; null if not known. */
  Runnable task(Thread thread) throws IllegalAccessException {
    if (continuation == null || continuationTarget == null) {
      return null;
    }
    Object cont = continuation.get(thread);
    Object target = cont == null ? null : continuationTarget.get(cont);
    if (target == null) {
      return null;
    }
    if (wrapper != target.getClass()) {
      wrappedTask = null;
      for (Field candidate : target.getClass().getDeclaredFields()) {
        if (candidate.getType() == Runnable.class) {
          candidate.setAccessible(true);
          wrappedTask = candidate;
        }
      }
      wrapper = target.getClass();
    }
    return wrappedTask == null ? null : (Runnable) wrappedTask.get(target);
  }

  /** Class of what the application wrote: executors' wrappers looked through. */
  Class<?> taskClass(Object task) {
    Object o = task;
    try {
      for (int depth = 0; depth < 4 && o != null; depth++) {
        Object inner = null;
        if (o instanceof FutureTask && futureTaskCallable != null) {
          inner = futureTaskCallable.get(o);
        } else if (boundFutureTask != null && boundFuture.isInstance(o)) {
          inner = boundFutureTask.get(o);
        } else if (adapterTask != null && adapter.isInstance(o)) {
          inner = adapterTask.get(o);
        }
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

  /** All live platform threads; empty if they can not be had. */
  Thread[] platformThreads() throws ReflectiveOperationException {
    return allThreads == null ? new Thread[0] : (Thread[]) allThreads.invoke(null);
  }

  /** Hands over the threads of all containers: those started directly and those of executors. */
  void forEachContainedThread(Consumer<Thread> action) throws ReflectiveOperationException {
    if (rootContainer != null && containerThreads != null && containerChildren != null) {
      visit(rootContainer.invoke(null), action, 0);
    }
  }

  private void visit(Object container, Consumer<Thread> action, int depth)
      throws ReflectiveOperationException {
    try (Stream<?> threads = (Stream<?>) containerThreads.invoke(container)) {
      threads.forEach(t -> action.accept((Thread) t));
    }
    if (depth < 64) {
      Object[] children;
      try (Stream<?> stream = (Stream<?>) containerChildren.invoke(container)) {
        children = stream.toArray();
      }
      for (Object child : children) {
        visit(child, action, depth + 1);
      }
    }
  }

  /** The scheduler's parallelism; 0 if not known. */
  int parallelism() throws IllegalAccessException {
    return scheduler != null && scheduler.get(null) instanceof ForkJoinPool pool
        ? pool.getParallelism()
        : 0;
  }

  /** Most carriers; 0 if not known. As {@code VirtualThread.createDefaultScheduler} has it. */
  int maxPoolSize() throws IllegalAccessException {
    int parallelism = parallelism();
    Integer set = Integer.getInteger("jdk.virtualThreadScheduler.maxPoolSize");
    return parallelism == 0 ? 0 : set != null ? set : Math.max(parallelism, 256);
  }

  /** Class of the object that waits for a {@link CompletableFuture}; null if there is none. */
  static Class<?> futureSignaller() {
    return type("java.util.concurrent.CompletableFuture$Signaller");
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static Field field(Class<?> type, String name) {
    try {
      if (type == null) {
        return null;
      }
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException | RuntimeException e) {
      return null;
    }
  }

  private static Method method(Class<?> type, String name) {
    try {
      if (type == null) {
        return null;
      }
      Method method = type.getDeclaredMethod(name);
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException | RuntimeException e) {
      return null;
    }
  }
}
