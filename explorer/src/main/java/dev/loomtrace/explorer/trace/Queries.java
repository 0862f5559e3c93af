package dev.loomtrace.explorer.trace;

import dev.loomtrace.sql.SqlQuery;
import dev.loomtrace.sql.SqlRows;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs queries: two at a time, since each may take all processors, and on platform threads, since a
 * virtual thread keeps its carrier while it is in the database, and nobody else would be answered.
 * A query ends when its time is over, or when it is stopped. For any number of threads.
 */
public final class Queries implements Closeable {
  private static final int AT_A_TIME = 2;
  private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(50);

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_A_TIME, Thread.ofPlatform().daemon().name("explorer-query-", 0).factory());
  private final Lock lock = new ReentrantLock();
  // By their keys; guarded by the lock.
  private final Map<String, Running> running = new HashMap<>();

  /** None runs yet. */
  public Queries() {}

  /** A query was stopped before its end; the message says why. */
  public static final class StoppedException extends IOException {
    private static final long serialVersionUID = 1L;

    private StoppedException(String message) {
      super(message);
    }
  }

  /** A query, and whether someone wants it to stop. */
  private static final class Running {
    private final SqlQuery query;
    private volatile boolean unwanted;
    // Set by who runs it, or by who gives it up before that.
    private final AtomicBoolean taken = new AtomicBoolean();

    private Running(SqlQuery query) {
      this.query = query;
    }
  }

  /**
   * Runs a query when it is its turn.
   *
   * @param key by which {@link #stop} finds it; one that is new ends the query that had it
   * @param seconds how long it may take, with the time that it waits for its turn
   * @param rows takes what is found, on another thread, but not after this has returned
   * @throws StoppedException if it took longer, or someone stopped it
   */
  public void run(SqlQuery query, Optional<String> key, int seconds, SqlRows rows)
      throws IOException {
    Running it = new Running(query);
    String name = key.orElseGet(() -> UUID.randomUUID().toString());
    stop(name);
    lock.lock();
    try {
      running.put(name, it);
    } finally {
      lock.unlock();
    }
    try {
      await(it, threads.submit(() -> run(it, rows)), seconds);
    } catch (RejectedExecutionException e) {
      throw new InterruptedIOException("the server ends");
    } finally {
      lock.lock();
      try {
        running.remove(name, it);
      } finally {
        lock.unlock();
      }
    }
  }

  private static Void run(Running it, SqlRows rows) throws IOException {
    if (it.taken.compareAndSet(false, true)) {
      it.query.run(rows);
    }
    return null;
  }

  private static void await(Running it, Future<Void> end, int seconds) throws IOException {
    long last = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      boolean late = System.nanoTime() - last >= 0;
      if (late || it.unwanted) {
        if (it.taken.compareAndSet(false, true)) {
          throw stopped(it.unwanted, seconds);
        }
        it.query.stop();
      }
      try {
        end.get(AGAIN, TimeUnit.NANOSECONDS);
        return;
      } catch (TimeoutException e) {
        // Not yet.
      } catch (InterruptedException e) {
        it.query.stop();
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the server ends");
      } catch (ExecutionException e) {
        throw failure(e.getCause(), it.unwanted, seconds);
      }
    }
  }

  private static IOException failure(Throwable cause, boolean unwanted, int seconds) {
    return switch (cause) {
      case InterruptedIOException ended -> stopped(unwanted, seconds);
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> new IOException(cause);
    };
  }

  private static StoppedException stopped(boolean unwanted, int seconds) {
    return new StoppedException(
        unwanted
            ? "the query was stopped"
            : "the query was stopped after "
                + seconds
                + " s: ask for less, or use 'loomtrace sql', which takes its time");
  }

  /**
   * Has a query stop, soon.
   *
   * @return whether there is one of this key
   */
  public boolean stop(String key) {
    lock.lock();
    try {
      Running it = running.get(key);
      if (it != null) {
        it.unwanted = true;
      }
      return it != null;
    } finally {
      lock.unlock();
    }
  }

  /** Stops all, and runs no more. */
  @Override
  public void close() {
    lock.lock();
    try {
      running.values().forEach(it -> it.unwanted = true);
    } finally {
      lock.unlock();
    }
    threads.shutdownNow();
  }
}
