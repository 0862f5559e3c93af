package dev.loomtrace.base;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;

/**
 * Fills batches in a thread of its own while the batch before is read. It is at most two batches
 * ahead, so that memory stays what it is without it. A failure comes after the events before it.
 *
 * @param <B> what events are handed over in
 */
public final class ReadAhead<B extends ReadAhead.Batch> {
  private static final int BATCHES = 3;

  /** Events that are read together. For one thread at a time. */
  public interface Batch {
    /** Number of events in it. */
    int size();

    /** Takes all events out of it. */
    void clear();
  }

  /** Where batches of events come from. */
  @FunctionalInterface
  public interface Source<B> {
    /**
     * Fills a batch.
     *
     * @param batch an empty one; stays empty if there are no more events
     * @throws IOException if the trace is broken or cannot be read; the events that are in the
     *     batch by then were right
     */
    void fill(B batch) throws IOException;
  }

  private final Source<B> source;
  private final BlockingQueue<B> empty = new ArrayBlockingQueue<>(BATCHES);
  private final BlockingQueue<B> filled = new ArrayBlockingQueue<>(BATCHES);
  private final Thread thread = new Thread(this::run, "loomtrace-read-ahead");
  // Written before the batch that tells of it is handed over.
  private B broken;
  private Throwable failure;
  // Of the thread that reads.
  private boolean started;

  /**
   * Begins to fill batches when the first one is asked for.
   *
   * @param source called by one other thread only, from then on
   * @param batches makes an empty one
   */
  public ReadAhead(Source<B> source, Supplier<B> batches) {
    this.source = source;
    for (int i = 1; i < BATCHES; i++) {
      empty.add(batches.get());
    }
    thread.setDaemon(true); // A reader that is never closed must not keep the JVM.
  }

  /** Whether there is a processor for it beside that of the thread that reads. */
  public static boolean hasProcessor() {
    return Runtime.getRuntime().availableProcessors() > 1;
  }

  /**
   * The next batch; empty if there are no more events.
   *
   * @param read the one before, to be filled again
   * @throws IOException what the source threw, or that the calling thread was interrupted
   */
  @SuppressWarnings("ReferenceEquality") // That batch, not one like it.
  public B next(B read) throws IOException {
    read.clear();
    empty.add(read);
    if (!started) {
      started = true;
      thread.start();
    }
    B next;
    try {
      next = filled.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      throw new InterruptedIOException("interrupted while waiting for the trace's next events");
    }
    if (next == broken) {
      raise(failure);
    }
    return next;
  }

  /** Throws what a source threw. */
  public static void raise(Throwable failure) throws IOException {
    switch (failure) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError("invariant: a source throws nothing else", failure);
    }
  }

  /**
   * Waits until all batches that were filled have been read; to be called by the source, before it
   * changes what their events refer to.
   *
   * @throws InterruptedIOException if nobody reads any more
   */
  public void awaitRead() throws InterruptedIOException {
    // It has one itself, and nobody else takes any of the others.
    List<B> others = new ArrayList<>();
    try {
      while (others.size() < BATCHES - 1) {
        others.add(empty.take());
      }
      empty.addAll(others);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the reader was closed");
    }
  }

  /** The thread that reads. */
  public Thread thread() {
    return thread;
  }

  /** No more batches are needed. */
  public void stop() {
    thread.interrupt();
  }

  private void run() {
    try {
      B batch = empty.take();
      while (fill(batch)) {
        filled.add(batch);
        batch = empty.take();
      }
      if (failure != null && batch.size() > 0) {
        filled.add(batch);
        batch = empty.take();
      }
      if (failure != null) {
        broken = batch;
      }
      filled.add(batch);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody reads any more.
    }
  }

  /** Fills a batch; false if no other one follows. */
  private boolean fill(B batch) {
    try {
      source.fill(batch);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    return failure == null && batch.size() > 0;
  }
}
