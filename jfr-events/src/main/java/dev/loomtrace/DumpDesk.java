package dev.loomtrace;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Takes requests for dumps of a window, and keeps its chunks short. Its two daemon threads are what
 * a flight recorder has: one to rotate, one to dump.
 */
final class DumpDesk {
  /** Writes a window somewhere. */
  @FunctionalInterface
  interface Dump {
    /** Returns the number of bytes. */
    long write(Window window, DiskRoom room) throws IOException;
  }

  /** A dump that somebody asked for. */
  private static final class Request implements Runnable {
    private final DumpDesk desk;
    private final Path file;
    private final CompletableFuture<Path> result = new CompletableFuture<>();

    Request(DumpDesk desk, Path file) {
      this.desk = desk;
      this.file = file;
    }

    @Override
    public void run() {
      desk.dump(this);
    }
  }

  /** The desk of a flight recorder that is not started. */
  static final DumpDesk CLOSED =
      new DumpDesk(Window.NONE, Duration.ZERO, new DiskRoom(() -> 0), Duration.ZERO);

  static {
    CLOSED.closed = true;
  }

  private static final Duration MIN_ROTATION = Duration.ofSeconds(1);
  private static final int CHUNKS_PER_WINDOW = 10;

  /** How long a stop waits for dumps: one may be written to a disk that does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Window window;
  private final DiskRoom room;
  private final Duration patience;
  private final long minInterval;
  private final ScheduledThreadPoolExecutor threads;
  private final Semaphore writing = new Semaphore(1);

  private volatile boolean closed;

  private final ReentrantLock asking = new ReentrantLock();
  // Guarded by asking.
  private CompletableFuture<Path> last = CompletableFuture.completedFuture(Path.of(""));
  private CompletableFuture<Path> lastForOthers = last;
  private boolean lastIsUncut;
  private boolean asked;
  private long askedAt;

  private DumpDesk(Window window, Duration minInterval, DiskRoom room, Duration patience) {
    this.window = window;
    this.room = room;
    this.patience = patience;
    this.minInterval = saturatedNanos(minInterval);
    this.threads =
        new ScheduledThreadPoolExecutor(
            2,
            Thread.ofPlatform()
                .daemon()
                .name("loomtrace-flight-recorder-", 1)
                .inheritInheritableThreadLocals(false) // They outlive whoever starts the recorder.
                .factory());
  }

  static DumpDesk open(Window window, FlightRecorder.Config config) {
    return open(window, config, DiskRoom.ofRepository(), PATIENCE);
  }

  static DumpDesk open(
      Window window, FlightRecorder.Config config, DiskRoom room, Duration patience) {
    DumpDesk desk = new DumpDesk(window, config.minDumpInterval(), room, patience);
    long period =
        Math.max(MIN_ROTATION.toNanos(), saturatedNanos(config.minAge()) / CHUNKS_PER_WINDOW);
    desk.threads.prestartAllCoreThreads();
    rehearse();
    @SuppressWarnings("unused") // It never completes, and reports its failures itself.
    Future<?> rotation =
        desk.threads.scheduleWithFixedDelay(desk::rotate, period, period, TimeUnit.NANOSECONDS);
    return desk;
  }

  // Loads the classes that a request needs: the first one may come with the slow request itself.
  private static void rehearse() {
    elsewhere(new CompletableFuture<>()).copy().cancel(false);
    new Request(CLOSED, Path.of(""));
    Task.current();
  }

  /** In nanoseconds; what is longer than 292 years is taken as that. */
  static long saturatedNanos(Duration duration) {
    return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0
        ? duration.toNanos()
        : Long.MAX_VALUE;
  }

  // What others do with the result is not to keep the recorder's threads; nor is the recorder to
  // wait for the common pool, which may be what is stuck.
  private static CompletableFuture<Path> elsewhere(CompletableFuture<Path> result) {
    return result.whenCompleteAsync(
        (file, failure) -> {},
        task ->
            Thread.ofPlatform()
                .daemon()
                .name("loomtrace dump result")
                .inheritInheritableThreadLocals(false)
                .start(task));
  }

  private void rotate() {
    try {
      room.check(0);
      window.rotate();
    } catch (IOException | RuntimeException | Error e) {
      // The next attempt may succeed: what is thrown on would end the rotation for good.
      Report.failure("flight recorder can not begin a chunk: " + e);
    }
  }

  long write(Dump dump) throws IOException {
    if (closed || !writing.tryAcquire()) {
      throw closed ? notStarted() : new IllegalStateException("another dump is being written");
    }
    try {
      return dump.write(window, room);
    } finally {
      writing.release();
    }
  }

  private static IllegalStateException notStarted() {
    return new IllegalStateException("flight recorder is not started");
  }

  CompletableFuture<Path> dump(Path file, String reason) {
    asking.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(notStarted());
      }
      long now = System.nanoTime();
      if (!lastIsUncut) {
        if (asked && now - askedAt < minInterval) {
          return CompletableFuture.failedFuture(
              new RejectedExecutionException(
                  "last dump was "
                      + TimeUnit.NANOSECONDS.toMillis(now - askedAt)
                      + " ms ago, minimum interval is "
                      + TimeUnit.NANOSECONDS.toMillis(minInterval)
                      + " ms"));
        }
        Request request = new Request(this, file);
        threads.execute(request);
        last = request.result;
        lastForOthers = elsewhere(last);
        lastIsUncut = true;
        asked = true;
        askedAt = now;
      }
      window.mark(reason); // The cut has to wait for the lock.
      return lastForOthers.copy();
    } finally {
      asking.unlock();
    }
  }

  private void dump(Request request) {
    writing.acquireUninterruptibly();
    Throwable failure = null;
    try {
      asking.lock();
      try {
        lastIsUncut = false;
      } finally {
        asking.unlock();
      }
      DumpFile.write(request.file, window, room);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    } finally {
      writing.release();
    }
    if (failure == null) {
      request.result.complete(request.file);
    } else {
      request.result.completeExceptionally(failure);
    }
  }

  /** Waits for the dumps that were asked for, though not for ever, and closes the window. */
  void close() {
    CompletableFuture<Path> lastDump;
    asking.lock();
    try {
      closed = true;
      threads.shutdown(); // Dumps that wait are still written; no more rotations.
      lastDump = last;
    } finally {
      asking.unlock();
    }
    long begin = System.nanoTime();
    lastDump
        .handle((file, failure) -> file)
        .completeOnTimeout(null, patience.toNanos(), TimeUnit.NANOSECONDS)
        .join();
    boolean mine = tryToWrite(begin + patience.toNanos());
    if (!mine) {
      // It has chunks of its own, and goes on; one that has not begun fails.
      Report.failure("flight recorder is stopped while a dump is still being written");
    }
    window.close();
    if (mine) {
      writing.release(); // A dump that was late for it finds the window closed, and fails.
    }
  }

  // As acquireUninterruptibly, which has no limit.
  private boolean tryToWrite(long deadline) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return writing.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
