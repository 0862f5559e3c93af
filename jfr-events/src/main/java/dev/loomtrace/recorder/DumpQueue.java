package dev.loomtrace.recorder;

import dev.loomtrace.internal.ProblemLog;
import dev.loomtrace.internal.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The requests for dumps of a window, written one after the other. Also keeps the window's chunks
 * short. It has two daemon threads: one starts chunks, one writes dumps. Any thread may call its
 * methods.
 */
public final class DumpQueue {
  /** Writes a window somewhere. */
  @FunctionalInterface
  private interface Dump {
    /** Writes it, and returns the number of bytes. */
    long write() throws IOException;
  }

  /** A dump that was requested. */
  private static final class Request implements Runnable {
    private final DumpQueue queue;
    private final Path file;
    private final DumpFolder folder; // Null: the file is not in one that has a bound.
    private final CompletableFuture<Path> result = new CompletableFuture<>();

    Request(DumpQueue queue, Path file, DumpFolder folder) {
      this.queue = queue;
      this.file = file;
      this.folder = folder;
    }

    @Override
    public void run() {
      queue.write(this);
    }
  }

  /** The queue of a flight recorder that is not started. */
  public static final DumpQueue CLOSED =
      new DumpQueue(Window.NONE, Duration.ZERO, new DiskRoom(() -> 0), Duration.ZERO);

  static {
    CLOSED.closed = true;
  }

  private static final String ENDING = "the JVM is ending";
  private static final Duration MIN_ROTATION = Duration.ofSeconds(1);
  private static final int CHUNKS_PER_WINDOW = 10;

  /**
   * How many causes are written into one dump. Until it is cut they cost a lock and two events
   * each, and that may be long: the dump before may be stuck on a disk that does not answer.
   */
  static final int MAX_SHARED = 100;

  /** How long closing waits for dumps: one may be written to a disk that does not answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Window window;
  private final DiskRoom room;
  private final Duration patience;
  private final long minInterval;
  private final ScheduledThreadPoolExecutor threads;
  private final Semaphore writing = new Semaphore(1);

  private final Thread exitHook =
      new Thread(null, this::closeAtExit, "loomtrace last dumps", 0, false);

  private volatile boolean closed;
  private volatile boolean ending;

  private final ReentrantLock asking = new ReentrantLock();
  // Written only while asking is held; others may look whether it is worth while to ask.
  private volatile boolean lastIsUncut;
  private final AtomicInteger shared = new AtomicInteger(); // The same.
  // Guarded by asking.
  private Request last;
  private CompletableFuture<Path> lastForOthers;
  private boolean asked;
  private boolean toldOfEnd;
  private long askedAt;

  private DumpQueue(Window window, Duration minInterval, DiskRoom room, Duration patience) {
    this.window = window;
    this.room = room;
    this.patience = patience;
    this.minInterval = minInterval.toNanos();
    this.threads =
        new ScheduledThreadPoolExecutor(
            2,
            Thread.ofPlatform()
                .daemon()
                .name("loomtrace-flight-recorder-", 1)
                .inheritInheritableThreadLocals(false) // They outlive the thread that starts it.
                .factory());
  }

  static DumpQueue open(Window window, Limits limits) {
    return open(window, limits, DiskRoom.ofRepository(), PATIENCE);
  }

  static DumpQueue open(Window window, Limits limits, DiskRoom room, Duration patience) {
    DumpQueue queue = new DumpQueue(window, limits.minDumpInterval(), room, patience);
    long period = Math.max(MIN_ROTATION.toNanos(), limits.window().toNanos() / CHUNKS_PER_WINDOW);
    Runtime.getRuntime().addShutdownHook(queue.exitHook);
    queue.threads.prestartAllCoreThreads();
    @SuppressWarnings("unused") // It never completes, and reports its failures itself.
    Future<?> rotation =
        queue.threads.scheduleWithFixedDelay(queue::rotate, period, period, TimeUnit.NANOSECONDS);
    return queue;
  }

  // What others do with the result must not occupy the recorder's threads; and the recorder must
  // not wait for the common pool, which may be what is stuck.
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
      // The next attempt may succeed: an exception passed on would end the rotation for good.
      if (!isEnding()) {
        ProblemLog.failure("flight recorder cannot start a chunk: " + e);
      }
    }
  }

  /**
   * Writes the window, up to now, on the calling thread.
   *
   * @return number of bytes
   * @throws IOException if the stream throws it, or the window cannot be read now
   * @throws IllegalStateException if this is closed, or another dump is being written
   */
  public long writeTo(OutputStream out) throws IOException {
    return alone(
        () -> {
          room.check(0);
          return window.copyTo(out);
        });
  }

  /** The same to a file, by {@link WholeFile#writePrivate}. */
  public long writeTo(Path file) throws IOException {
    return alone(() -> write(file, null));
  }

  private long alone(Dump dump) throws IOException {
    if (closed || !writing.tryAcquire()) {
      throw closed ? refusal() : new IllegalStateException("another dump is being written");
    }
    try {
      return dump.write();
    } finally {
      writing.release();
    }
  }

  private long write(Path file, DumpFolder folder) throws IOException {
    long size = window.size();
    long most = Long.MAX_VALUE;
    if (folder != null) {
      folder.requireFree(file);
      most = folder.makeRoom(size);
    }
    long bound = most;
    room.check(file, size);
    long[] bytes = new long[1];
    WholeFile.writePrivate(
        file, out -> bytes[0] = window.copyTo(folder == null ? out : new Bounded(out, bound)));
    return bytes[0];
  }

  private IllegalStateException refusal() {
    return new IllegalStateException(ending ? ENDING : "flight recorder is not started");
  }

  /**
   * Requests a dump to a file, and returns at once. Never throws.
   *
   * <p>Requests made before the window is cut for a dump share it: it is written once, to the file
   * of the first.
   *
   * @param reason for people who read the recording
   * @return the file that was written; or completed with an {@link IOException}, with an {@link
   *     IllegalStateException} if this is closed, or with a {@link RejectedExecutionException} if
   *     the last dump was too recent
   */
  public CompletableFuture<Path> dump(Path file, String reason) {
    return dump(new Request(this, file, null), reason, null);
  }

  /**
   * The same into a folder, which makes room for it; the file is named by the time.
   *
   * @param cause also written into the recording
   */
  public CompletableFuture<Path> dump(DumpFolder folder, Cause cause) {
    try {
      return dump(new Request(this, folder.next(), folder), null, cause);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** The same for a reason that is no trigger. */
  public CompletableFuture<Path> dump(DumpFolder folder, String reason) {
    try {
      return dump(new Request(this, folder.next(), folder), reason, null);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Whether {@link #share} may find one: to ask costs a look at a flag. */
  public boolean isShared() {
    return lastIsUncut && shared.get() < MAX_SHARED;
  }

  /**
   * Writes another cause into a dump that was requested and whose window is not cut yet. Never
   * throws.
   *
   * @return false if there is none, or it has {@link #MAX_SHARED}; then nothing was written
   */
  public boolean share(Cause cause) {
    asking.lock();
    try {
      if (closed || !isShared()) {
        return false;
      }
      shared.incrementAndGet();
      window.mark(cause);
      return true;
    } catch (RuntimeException | Error e) {
      return false;
    } finally {
      asking.unlock();
    }
  }

  /**
   * Has something done again and again by the thread that also starts chunks, so it must be brief.
   * Exceptions are reported once; it goes on.
   */
  public void every(Duration period, Runnable look) {
    @SuppressWarnings("unused") // It never completes, and reports its failures itself.
    Future<?> looks =
        threads.scheduleWithFixedDelay(
            () -> attempt(look), period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void attempt(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException | Error e) {
      if (!isEnding()) {
        ProblemLog.failure("triggers cannot be looked after: " + e);
      }
    }
  }

  // Of reason and cause one is null.
  private CompletableFuture<Path> dump(Request request, String reason, Cause cause) {
    asking.lock();
    try {
      if (closed) {
        if (ending && (cause == null || !toldOfEnd)) {
          toldOfEnd |= cause != null; // A trigger may fire again and again while the JVM ends.
          ProblemLog.lastWords("flight recorder writes no dump to " + request.file + ": " + ENDING);
        }
        return CompletableFuture.failedFuture(refusal());
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
        threads.execute(request);
        last = request;
        lastForOthers = elsewhere(request.result);
        shared.set(0);
        lastIsUncut = true;
        asked = true;
        askedAt = now;
      }
      if (cause == null) { // The window cannot be cut before the lock is free.
        window.mark(reason);
      } else {
        window.mark(cause);
      }
      return lastForOthers.copy();
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e); // There may be too little memory, for example.
    } finally {
      asking.unlock();
    }
  }

  /** Does what a dump does, on the calling thread, without counting as one. */
  CompletableFuture<Path> rehearse(Path file) {
    Request request = new Request(this, file, null);
    CompletableFuture<Path> result = elsewhere(request.result).copy();
    request.run();
    return result;
  }

  private void write(Request request) {
    writing.acquireUninterruptibly();
    Throwable failure = null;
    try {
      asking.lock();
      try {
        lastIsUncut = false;
      } finally {
        asking.unlock();
      }
      write(request.file, request.folder);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    } finally {
      writing.release();
    }
    if (failure == null) {
      request.result.complete(request.file);
    } else if (isEnding()) {
      giveUp(request, failure);
    } else {
      request.result.completeExceptionally(failure);
    }
  }

  // JFR's shutdown hook may end the recording before ours has run at all.
  private boolean isEnding() {
    return ending || isJvmEnding();
  }

  /** Whether shutdown hooks have been started. */
  static boolean isJvmEnding() {
    try {
      Runtime.getRuntime().removeShutdownHook(new Thread()); // It was never added.
      return false;
    } catch (IllegalStateException e) {
      return true;
    } catch (SecurityException e) {
      return false; // Not known.
    }
  }

  private static void giveUp(Request request, Throwable failure) {
    if (!request.result.isDone()) { // Reported first: once it is done, the JVM may be gone.
      ProblemLog.lastWords("flight recorder gave up the dump to " + request.file + ": " + ENDING);
      request.result.completeExceptionally(new GivenUpException(failure));
    }
  }

  /** A dump was given up since the JVM ends, and that has been said. */
  public static final class GivenUpException extends IOException {
    private static final long serialVersionUID = 1L;

    private GivenUpException(Throwable cause) {
      super(ENDING, cause);
    }
  }

  /** Waits for the dumps that were requested, half a minute at most, and closes the window. */
  public void close() {
    long deadline = System.nanoTime() + patience.toNanos();
    Request lastDump = refuseMore();
    boolean mine = await(lastDump, deadline);
    if (!mine) {
      // That dump has chunks of its own, and goes on; one that has not started yet fails.
      ProblemLog.failure("flight recorder is stopped while a dump is still being written");
    }
    window.close();
    if (mine) {
      writing.release(); // A dump that was too late finds the window closed, and fails.
    }
    removeHook();
  }

  // JFR ends its recordings at the same time, in a hook of its own.
  private void closeAtExit() {
    asking.lock();
    try {
      if (closed) {
        return; // The thread that closes it waits for its dumps.
      }
      ending = true;
    } finally {
      asking.unlock();
    }
    Request lastDump = refuseMore();
    if (await(lastDump, System.nanoTime() + WholeFile.PATIENCE_AT_EXIT.toNanos())) {
      writing.release();
    } else if (lastDump != null) {
      giveUp(lastDump, null);
    }
  }

  /** Returns the last request before that; null: none. */
  private Request refuseMore() {
    asking.lock();
    try {
      closed = true;
      threads.shutdown(); // Waiting dumps are still written; there are no more rotations.
      return last;
    } catch (SecurityException e) {
      return last; // A manager that was set later, up to JDK 23. The threads are daemons.
    } finally {
      asking.unlock();
    }
  }

  /** Waits for the last dump; returns whether only the caller may write now. */
  private boolean await(Request lastDump, long deadline) {
    if (lastDump != null) {
      lastDump
          .result
          .handle((file, failure) -> file)
          .completeOnTimeout(null, deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
          .join();
    }
    return tryToWrite(deadline);
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(exitHook);
    } catch (IllegalStateException | SecurityException e) {
      // The JVM is ending, or a manager was set later: the hook finds the queue closed.
    }
  }

  // Like acquireUninterruptibly, which has no time limit.
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
