package dev.loomtrace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the last seconds of what the JVM did, to be written when something goes wrong. After Go's
 * {@code runtime/trace.FlightRecorder}.
 *
 * <pre>{@code
 * FlightRecorder recorder = new FlightRecorder();
 * recorder.start();
 * ...
 * if (elapsed > LIMIT) {
 *   recorder.dump(Path.of("slow.jfr"), "request took " + elapsed);
 * }
 * }</pre>
 *
 * <p>The window lies on disk, as chunks of a JFR recording of its own; other recordings may run
 * beside it. A daemon thread begins a new chunk about ten times per window, which costs the
 * application one safepoint of some ten microseconds each. The other recordings get these chunks
 * too.
 *
 * <p>The window is in JFR's repository, as all recordings are: when that disk is full JFR ends the
 * JVM. The option {@code -XX:FlightRecorderOptions:repository=} puts it on another. With less than
 * 32 MiB left there the flight recorder declines dumps and begins no chunks, and says so once; what
 * JFR writes by itself goes on.
 *
 * <p>JFR ends the JVM as well when it finds no file descriptor for a new chunk. The flight recorder
 * looks before it starts one, and holds a few descriptors ready for it: when too few are left it
 * declines dumps, and starts no chunks until there are some again.
 *
 * <p>When the JVM ends, dumps that were asked for have five seconds to be written. JFR ends its
 * recordings at the same time, so they may fail: who wants one at the end calls {@link #stop} or
 * waits for it before. One that is asked for after that, by a shutdown hook, is refused.
 *
 * <p>One flight recorder may be started at a time. In a run time that cannot record, {@link #start}
 * says so once on the {@link System.Logger} named {@code dev.loomtrace}, and does nothing.
 *
 * <p>All methods may be called by any thread.
 */
public final class FlightRecorder implements AutoCloseable {
  /**
   * What to keep, and how often it may be dumped.
   *
   * @param minAge what is younger is in the window; positive. Up to a tenth more, and at least a
   *     second, is kept
   * @param maxBytes size at which the oldest chunks are dropped, even if they are younger than
   *     {@code minAge}; positive. The newest chunk, up to about 12 MB, is kept whatever its size
   * @param minDumpInterval time from one {@link FlightRecorder#dump} to the next, whether that
   *     succeeded or not; not negative
   * @param settings what to record
   */
  public record Config(
      Duration minAge, long maxBytes, Duration minDumpInterval, Settings settings) {
    /** 10 seconds, 64 MiB, a dump every 10 seconds, {@link Settings#alwaysOn()}. */
    public static final Config DEFAULT =
        new Config(Duration.ofSeconds(10), 64L << 20, Duration.ofSeconds(10), Settings.alwaysOn());

    /** Checks the ranges. */
    public Config {
      Objects.requireNonNull(settings);
      if (minAge.isNegative() || minAge.isZero()) {
        throw new IllegalArgumentException("minAge must be positive, is " + minAge);
      }
      if (maxBytes <= 0) {
        throw new IllegalArgumentException("maxBytes must be positive, is " + maxBytes);
      }
      if (minDumpInterval.isNegative()) {
        throw new IllegalArgumentException(
            "minDumpInterval must not be negative, is " + minDumpInterval);
      }
    }

    /** The same with another {@code minAge}. */
    public Config withMinAge(Duration minAge) {
      return new Config(minAge, maxBytes, minDumpInterval, settings);
    }

    /** The same with another {@code maxBytes}. */
    public Config withMaxBytes(long maxBytes) {
      return new Config(minAge, maxBytes, minDumpInterval, settings);
    }

    /** The same with another {@code minDumpInterval}. */
    public Config withMinDumpInterval(Duration minDumpInterval) {
      return new Config(minAge, maxBytes, minDumpInterval, settings);
    }

    /** The same with other settings. */
    public Config withSettings(Settings settings) {
      return new Config(minAge, maxBytes, minDumpInterval, settings);
    }
  }

  private static final AtomicReference<FlightRecorder> ACTIVE = new AtomicReference<>();

  private final Config config;
  private final ReentrantLock changing = new ReentrantLock();
  private volatile DumpQueue queue = DumpQueue.CLOSED;

  /** A flight recorder with {@link Config#DEFAULT}, not started. */
  public FlightRecorder() {
    this(Config.DEFAULT);
  }

  /** A flight recorder that is not started. */
  public FlightRecorder(Config config) {
    this.config = Objects.requireNonNull(config);
  }

  /**
   * Starts to record. The window is empty at first, also if the recorder was started before.
   *
   * @throws IllegalStateException if this or another flight recorder is started
   */
  public void start() {
    changing.lock();
    try {
      if (!ACTIVE.compareAndSet(null, this)) {
        throw new IllegalStateException(
            ACTIVE.get() == this
                ? "flight recorder is started already"
                : "another flight recorder is started");
      }
      try {
        queue = open(config);
      } catch (IOException | RuntimeException | LinkageError e) {
        Report.misuse("flight recorder cannot record in this run time (" + e + "), started");
      } finally {
        if (queue == DumpQueue.CLOSED) {
          ACTIVE.set(null);
        }
      }
    } finally {
      changing.unlock();
    }
  }

  private static DumpQueue open(Config config) throws IOException {
    if (DumpQueue.isJvmEnding()) {
      throw new IOException("the JVM is ending"); // JFR, started then, may never come back.
    }
    Window window = JfrWindow.open(config);
    try {
      DumpQueue queue = DumpQueue.open(window, config);
      Rehearsal.run(queue);
      return queue;
    } catch (RuntimeException | Error e) {
      window.close(); // Else it would record for ever: no thread could be started, for example.
      throw e;
    }
  }

  /**
   * Stops to record and drops the window, after dumps that were asked for have been written: it
   * waits for them, about half a minute at most. Has no effect if it is not started.
   */
  public void stop() {
    changing.lock();
    try {
      DumpQueue open = queue;
      if (open != DumpQueue.CLOSED) {
        queue = DumpQueue.CLOSED;
        open.close();
        ACTIVE.set(null);
      }
    } finally {
      changing.unlock();
    }
  }

  /** The same as {@link #stop()}. */
  @Override
  public void close() {
    stop();
  }

  /** Whether it records: started without an error, and not stopped yet. */
  public boolean isEnabled() {
    return queue != DumpQueue.CLOSED;
  }

  /**
   * Writes the window, up to now, as a JFR recording. The caller waits for it: some milliseconds,
   * and the time to write the bytes.
   *
   * @param out written to, not closed
   * @return number of bytes
   * @throws IOException if {@code out} throws it, the recording cannot be read, the disk with JFR's
   *     repository is nearly full, or too few file descriptors are left
   * @throws IllegalStateException if this is not started, or another dump is being written
   */
  public long writeTo(OutputStream out) throws IOException {
    return queue.write(
        (window, room) -> {
          room.check(0);
          return window.copyTo(out);
        });
  }

  /**
   * Writes the window, up to now, to a file. It appears when it is complete; one of that name is
   * replaced then, and stays as it is if this fails. A new file can be read by its owner only; one
   * that is replaced keeps its permissions. Links are followed. A device or FIFO is not replaced
   * but written into, which waits for whoever reads it; a directory is refused.
   *
   * @return number of bytes
   * @throws IOException if the file cannot be written, the recording cannot be read, the disk with
   *     JFR's repository is nearly full, or too few file descriptors are left
   * @throws IllegalStateException if this is not started, or another dump is being written
   */
  public long writeTo(Path file) throws IOException {
    return queue.write((window, room) -> DumpQueue.write(file, window, room));
  }

  /**
   * Asks for a dump, and returns at once: the caller writes a {@code loomtrace.Dump} event with its
   * stack, which takes microseconds; a daemon thread does the rest. Never throws.
   *
   * <p>Those who ask before a dump's end of the window is cut share it: it is written once, to the
   * file of the first. Callers who do not need the result may ignore it.
   *
   * @param file written as by {@link #writeTo(Path)}
   * @param reason for people who read the recording
   * @return the file that was written; or completed with an {@link IOException}, with an {@link
   *     IllegalStateException} if this is not started, or with a {@link RejectedExecutionException}
   *     if the last dump was less than {@link Config#minDumpInterval} ago. Cancelling has no effect
   *     on the dump. What depends on it runs on a thread of its own, or on the caller's if the dump
   *     is complete
   */
  public CompletableFuture<Path> dump(Path file, String reason) {
    return queue.dump(file, String.valueOf(reason));
  }
}
