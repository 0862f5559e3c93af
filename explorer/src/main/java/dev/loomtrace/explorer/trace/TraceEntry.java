package dev.loomtrace.explorer.trace;

import dev.loomtrace.analysis.StoredTasks;
import dev.loomtrace.convert.TraceFormat;
import dev.loomtrace.convert.Traces;
import dev.loomtrace.timeline.store.DamagedStoreException;
import dev.loomtrace.timeline.store.SpanStore;
import dev.loomtrace.timeline.store.StoreCache;
import dev.loomtrace.trace.TraceReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A file that can be asked about: closed, being read in the background, ready, or failed. For any
 * number of threads.
 */
public final class TraceEntry implements Closeable {
  /** How long one who asks waits for a trace that will be ready in a moment, in nanoseconds. */
  public static final long A_MOMENT = TimeUnit.MILLISECONDS.toNanos(250);

  // The store takes two, the answer and the JVM's compiler one each: with fewer processors whatever
  // is read at the same time is late by as much as both take.
  static final int ENOUGH_PROCESSORS = 4;

  private final Path path;
  private final StoreCache cache;
  private final Consumer<TraceEntry> ended;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = State.CLOSED;
  private LoadedTrace trace;
  private String error = "";
  private boolean closing;
  // Readings that come before that of the store.
  private int urgent;
  // Of its content when it was opened; empty before that, or if it cannot be read.
  private String identity = "";
  private volatile double progress;

  /** How far it is. */
  public enum State {
    /** Nobody has asked about it yet. */
    CLOSED,
    /** It is being read. */
    READING,
    /** It can be asked about. */
    READY,
    /** It cannot be read. */
    FAILED
  }

  /**
   * A file that is closed.
   *
   * @param cache where its store is
   * @param ended is told, on the thread that read it, that it is ready or failed
   */
  public TraceEntry(Path path, StoreCache cache, Consumer<TraceEntry> ended) {
    this.path = path;
    this.cache = cache;
    this.ended = ended;
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** Its name without its folders. */
  public String name() {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  /** How far it is. */
  public State state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** Of one that is being read, how much of it was, from 0 to 1. */
  public double progress() {
    return progress;
  }

  /** Of one that failed, why; else empty. */
  public String error() {
    lock.lock();
    try {
      return error;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes sure that a file is a trace, as far as its start says.
   *
   * @throws dev.loomtrace.trace.MalformedTraceException if it is none
   * @throws IOException if it cannot be read
   */
  public static void probe(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    try (TraceReader reader = Traces.open(path)) {
      reader.next();
    }
  }

  /** It cannot be read, for this reason. */
  public void fail(String reason) {
    lock.lock();
    try {
      state = State.FAILED;
      error = reason;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Starts to read it, unless someone did. */
  public void open() {
    lock.lock();
    try {
      if (state != State.CLOSED || closing) {
        return;
      }
      state = State.READING;
      progress = 0;
      identity = contentNow();
    } finally {
      lock.unlock();
    }
    // Reading takes a processor for long: virtual threads are for those who ask.
    Thread.ofPlatform().daemon().name("explorer-read " + name()).start(this::read);
  }

  private String contentNow() {
    try {
      return StoreCache.identity(path);
    } catch (IOException e) {
      return ""; // Who reads it is told why.
    }
  }

  /** What questions are asked of, which must not have changed since it was opened. */
  FileSource source() {
    lock.lock();
    try {
      return new FileSource(path, identity);
    } finally {
      lock.unlock();
    }
  }

  private void read() {
    try {
      LoadedTrace loaded = load();
      lock.lock();
      try {
        if (closing) {
          loaded.store().close();
          return;
        }
        trace = loaded;
        state = State.READY;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    } catch (NoSuchFileException e) {
      fail("no such file or directory");
    } catch (IOException | RuntimeException e) {
      fail(e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (OutOfMemoryError e) {
      fail("out of memory; give it more by LOOMTRACE_JAVA_OPTS=-Xmx4g or so");
    }
    ended.accept(this);
    warmUp();
  }

  private void warmUp() {
    try {
      Optional<LoadedTrace> ready = loaded();
      if (ready.isPresent()) {
        ready.get().warmUp(cache, this::isClosing);
      }
    } catch (IOException | DamagedStoreException e) {
      // Who asks will be told.
    }
  }

  private LoadedTrace load() throws IOException {
    TraceFormat format;
    try (TraceReader reader = Traces.open(path)) {
      format = Traces.formatOf(reader);
    }
    try {
      return load(format);
    } catch (DamagedStoreException e) {
      return load(format); // It is known to be damaged now, and made anew.
    }
  }

  private LoadedTrace load(TraceFormat format) throws IOException {
    SpanStore store = cache.open(path, StoredTasks.FOLLOWER, this::made);
    progress = 1;
    try {
      return new LoadedTrace(path, format, store);
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      store.close();
      throw e;
    }
  }

  private void made(long bytes, long size, long events) throws InterruptedIOException {
    progress = size <= 0 ? 0 : Math.min(1, (double) bytes / size);
    awaitUrgent();
    if (isClosing()) {
      throw new InterruptedIOException("the server ends");
    }
  }

  /** Reads something of the file. */
  @FunctionalInterface
  public interface Reading<T> {
    /** Reads it. */
    T read() throws IOException;
  }

  /**
   * Reads something of the file that someone looks at an empty page for: if the machine has few
   * processors, its store is made after that.
   *
   * @param reading must not wait for the store
   * @return what it read
   */
  public <T> T readFirst(Reading<T> reading) throws IOException {
    lock.lock();
    try {
      urgent++;
    } finally {
      lock.unlock();
    }
    try {
      return reading.read();
    } finally {
      lock.lock();
      try {
        urgent--;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void awaitUrgent() {
    if (Runtime.getRuntime().availableProcessors() >= ENOUGH_PROCESSORS) {
      return;
    }
    lock.lock();
    try {
      while (urgent > 0 && !closing) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The trace, if it is ready; else it is opened, if nobody did so yet.
   *
   * @param nanos how long to wait for it at most
   * @return empty if it is not ready, or failed
   * @throws InterruptedIOException if the thread is interrupted
   */
  public Optional<LoadedTrace> await(long nanos) throws InterruptedIOException {
    open();
    long left = nanos;
    lock.lock();
    try {
      while (state == State.READING && left > 0) {
        left = changed.awaitNanos(left);
      }
      return state == State.READY ? Optional.of(trace) : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      lock.unlock();
    }
  }

  /** The trace, if it is ready. */
  public Optional<LoadedTrace> loaded() {
    lock.lock();
    try {
      return Optional.ofNullable(trace);
    } finally {
      lock.unlock();
    }
  }

  /** Its store was found damaged: it is made anew, unless someone has it made already. */
  public void makeAnew(LoadedTrace damaged) {
    lock.lock();
    try {
      if (state == State.READY && trace == damaged) {
        state = State.CLOSED;
        trace = null;
      }
    } finally {
      lock.unlock();
    }
    open();
  }

  /** Ends its reading, and closes its store. */
  @Override
  public void close() throws IOException {
    LoadedTrace open;
    lock.lock();
    try {
      closing = true;
      open = trace;
      trace = null;
      state = State.CLOSED;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.store().close();
    }
  }
}
