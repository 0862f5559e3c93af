package dev.loomtrace.bridge.boot.jdk;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the recorder reads of the JDK's internals, by reflection: members missing from this JDK are
 * null. Needs {@code java.lang}, {@code java.util.concurrent} and {@code jdk.internal.vm} opened to
 * it.
 */
public final class Internals {
  /**
   * Those of this JDK. First used when the agent has opened the packages; members that are looked
   * up earlier are missing.
   */
  public static final Internals INSTANCE = new Internals();

  private static final int UNKNOWN = -1;

  private final Class<?> virtualThread;
  private final Field state;
  private final Field carrierThread;
  private final Field timeout;
  private final Field continuation;
  private final Method continuationStack;
  private final Field scheduler;
  private final Method allThreads;
  private final Method rootContainer;
  private final Method containerThreads;
  private final Method containerChildren;
  private final Method snapshotOf;
  private final Field snapshotStack;
  private final Field snapshotBlocker;
  private final Field blockerType;
  private final Field blockerObject;
  private final Class<?> carrierClass;
  private final Method getUnsafe;
  private final Method shouldBeInitialized;
  private volatile int spares = UNKNOWN;

  private Internals() {
    virtualThread = JdkTypes.find(JdkTypes.VIRTUAL_THREAD);
    carrierClass = JdkTypes.find(JdkTypes.CARRIER);
    state = JdkMember.STATE.field();
    carrierThread = JdkMember.CARRIER.field();
    timeout = JdkMember.TIMEOUT.field();
    continuation = JdkMember.CONTINUATION.field();
    continuationStack = JdkMember.CONTINUATION_STACK.method();
    scheduler = JdkMember.SCHEDULER.field();
    getUnsafe = JdkMember.GET_UNSAFE.method();
    shouldBeInitialized = JdkMember.SHOULD_BE_INITIALIZED.method();
    allThreads = JdkMember.ALL_THREADS.method();
    rootContainer = JdkMember.ROOT_CONTAINER.method();
    containerThreads = JdkMember.CONTAINER_THREADS.method();
    containerChildren = JdkMember.CONTAINER_CHILDREN.method();
    snapshotOf = JdkMember.SNAPSHOT_OF.method();
    snapshotStack = JdkMember.SNAPSHOT_STACK.field();
    snapshotBlocker = JdkMember.SNAPSHOT_BLOCKER.field();
    blockerType = JdkMember.BLOCKER_TYPE.field();
    blockerObject = JdkMember.BLOCKER_OBJECT.field();
  }

  /** The private state of a virtual thread; -1 if not known. */
  public int state(Thread thread) throws IllegalAccessException {
    return state == null ? -1 : state.getInt(thread);
  }

  /** The carrier of a virtual thread, or null. */
  public Thread carrier(Thread thread) throws IllegalAccessException {
    return carrierThread == null ? null : (Thread) carrierThread.get(thread);
  }

  /** How long a virtual thread parks at most that does so with a limit; 0: not known. */
  public long timeout(Thread thread) throws IllegalAccessException {
    return timeout == null ? 0 : timeout.getLong(thread);
  }

  /** Whether a platform thread is a carrier of the default scheduler. */
  public boolean isCarrier(Thread thread) {
    return carrierClass != null && carrierClass.isInstance(thread);
  }

  /** Stack of a virtual thread that is not mounted; null if it is not available. */
  StackTraceElement[] unmountedStack(Thread thread) throws ReflectiveOperationException {
    if (continuation == null || continuationStack == null) {
      return null;
    }
    Object cont = continuation.get(thread);
    return cont == null ? null : (StackTraceElement[]) continuationStack.invoke(cont);
  }

  /**
   * A thread's stack and what it waits at, as the VM sees them in one moment; null where this JDK
   * has no snapshots (they came with JDK 25).
   */
  Object snapshot(Thread thread) throws ReflectiveOperationException {
    return snapshotOf == null || snapshotBlocker == null || snapshotStack == null
        ? null
        : snapshotOf.invoke(null, thread);
  }

  /** The object whose monitor the thread of a snapshot waits at; null if none. */
  Object monitorOf(Object snapshot) throws ReflectiveOperationException {
    Object blocker = snapshotBlocker.get(snapshot);
    if (blocker == null || blockerType == null || blockerObject == null) {
      return null;
    }
    return ((Enum<?>) blockerType.get(blocker)).name().equals("PARK_BLOCKER")
        ? null
        : blockerObject.get(blocker);
  }

  /** The stack in a snapshot. */
  StackTraceElement[] stackOf(Object snapshot) throws ReflectiveOperationException {
    return (StackTraceElement[]) snapshotStack.get(snapshot);
  }

  /** All live platform threads; empty if they are not available. */
  public Thread[] platformThreads() throws ReflectiveOperationException {
    return allThreads == null ? new Thread[0] : (Thread[]) allThreads.invoke(null);
  }

  /** Hands over the threads of all containers: those started directly and those of executors. */
  public void forEachContainedThread(Consumer<Thread> action) throws ReflectiveOperationException {
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

  /**
   * The default scheduler; null if there is none yet, or if it is not known. Does not have it made:
   * the application may still be setting it up.
   */
  public ForkJoinPool scheduler() throws ReflectiveOperationException {
    return scheduler != null && isInitialized(virtualThread)
        ? (scheduler.get(null) instanceof ForkJoinPool pool ? pool : null)
        : null;
  }

  private boolean isInitialized(Class<?> type) throws ReflectiveOperationException {
    return getUnsafe != null
        && shouldBeInitialized != null
        && !(boolean) shouldBeInitialized.invoke(getUnsafe.invoke(null), type);
  }

  /** Most carriers at this parallelism: the scheduler may start a fixed number more. */
  public int maxPoolSize(int parallelism) {
    if (parallelism == 0) {
      return 0;
    }
    if (spares == UNKNOWN) { // Only now: the application may set these until there is a scheduler.
      spares =
          spares(
              Integer.getInteger("jdk.virtualThreadScheduler.parallelism"),
              Integer.getInteger("jdk.virtualThreadScheduler.maxPoolSize"),
              Runtime.getRuntime().availableProcessors());
    }
    return parallelism + spares;
  }

  /** As {@code VirtualThread.createDefaultScheduler} has it, from what it was started with. */
  static int spares(Integer parallelism, Integer maxPoolSize, int processors) {
    int first = parallelism != null ? parallelism : processors;
    if (maxPoolSize == null) {
      return Math.max(first, 256) - first;
    }
    return maxPoolSize - Math.min(first, maxPoolSize);
  }
}
