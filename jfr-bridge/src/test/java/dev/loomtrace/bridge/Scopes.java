package dev.loomtrace.bridge;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/**
 * Virtual threads that wait for the threads of a scope. By reflection: the scope is a preview,
 * which differs from version to version.
 */
public final class Scopes {
  private static final String SCOPE = "java.util.concurrent.StructuredTaskScope";

  private Scopes() {}

  /**
   * No arguments.
   *
   * @throws Exception if something fails
   */
  public static void main(String[] args) throws Exception {
    System.out.println("joining=" + waitInScope(false));
    System.out.println("closing=" + waitInScope(true));
  }

  /** One thread waits for the scope's thread; returns its id. */
  private static long waitInScope(boolean interrupted) throws InterruptedException {
    Semaphore held = new Semaphore(0);
    Thread owner = Thread.ofVirtual().unstarted(() -> own(held, interrupted));
    owner.start();
    while (owner.getState() != Thread.State.WAITING) {
      if (!owner.isAlive()) {
        throw new IllegalStateException("it did not wait");
      }
      Thread.onSpinWait();
    }
    held.release();
    owner.join();
    return owner.threadId();
  }

  private static void own(Semaphore held, boolean interrupted) {
    try {
      Class<?> type = Class.forName(SCOPE);
      try (AutoCloseable scope =
          (AutoCloseable)
              (Runtime.version().feature() < 25
                  ? type.getConstructor().newInstance()
                  : type.getMethod("open").invoke(null))) {
        Callable<Void> task =
            () -> {
              held.acquireUninterruptibly();
              return null;
            };
        type.getMethod("fork", Callable.class).invoke(scope, task);
        if (interrupted) {
          Thread.currentThread().interrupt(); // It does not wait here, but when it closes.
        }
        type.getMethod("join").invoke(scope);
      }
    } catch (InvocationTargetException e) {
      if (!(interrupted && e.getCause() instanceof InterruptedException)) {
        throw new IllegalStateException(e);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
