package dev.loomtrace.e2e.program.request;

import dev.loomtrace.Task;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** What all servers do for a request. The answer says what only the handler knows. */
public final class Handling {
  /** Paths that are answered by another thread than the one that was asked begin so. */
  static final String LATER = "/later/";

  /** Paths whose handler fails. */
  static final String FAILING = "/fail";

  /** Paths whose handler takes its time. */
  static final String SLOW = "/slow";

  /** Paths that exist, with what differs after them. */
  static final String ORDERS = "/orders/";

  private static final int MILLIS = 2;
  private static final int SLOW_MILLIS = 400;

  // Not in any task, whoever asks first.
  private static final ThreadFactory THREADS =
      Thread.ofPlatform().daemon().inheritInheritableThreadLocals(false).factory();
  private static final Executor OTHERS = Executors.newFixedThreadPool(1, THREADS);

  private Handling() {}

  /** Whether the path has a handler. */
  public static boolean exists(String path) {
    return path.startsWith(ORDERS)
        || path.startsWith(LATER)
        || path.equals(FAILING)
        || path.equals(SLOW);
  }

  /** Whether another thread is to answer. */
  public static boolean isLater(String path) {
    return path.startsWith(LATER);
  }

  /**
   * Handles a request on the thread that was asked: the id of the current task, and the nanoseconds
   * that this took.
   *
   * @throws IllegalStateException if the path is that of a handler that fails
   */
  public static String handle(String path) {
    long begin = System.nanoTime();
    sleep(path.equals(SLOW) ? SLOW_MILLIS : MILLIS);
    if (path.equals(FAILING)) {
      throw new IllegalStateException("as asked");
    }
    return Task.current().id() + " " + (System.nanoTime() - begin);
  }

  /**
   * Has a request handled by another thread.
   *
   * @param answer is given what {@link #handle} returns, on that thread
   */
  public static void handleLater(Answer answer) {
    long begin = System.nanoTime();
    long task = Task.current().id();
    OTHERS.execute(
        () -> {
          sleep(MILLIS);
          try {
            answer.send(task + " " + (System.nanoTime() - begin));
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void sleep(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How a server sends the answer. */
  public interface Answer {
    /**
     * Sends it.
     *
     * @throws Exception if it cannot be sent
     */
    void send(String text) throws Exception;
  }
}
