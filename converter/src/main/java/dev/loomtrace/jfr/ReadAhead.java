package dev.loomtrace.jfr;

import dev.loomtrace.jfr.simulation.EventBatch;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Fills batches in a thread of its own while the batch before is read. It is at most two batches
 * ahead, so that memory stays what it is without it. A failure comes after the events before it.
 */
final class ReadAhead {
  private static final int BATCHES = 3;

  private final EventSource source;
  private final BlockingQueue<EventBatch> empty = new ArrayBlockingQueue<>(BATCHES);
  private final BlockingQueue<EventBatch> filled = new ArrayBlockingQueue<>(BATCHES);
  private final Thread thread = new Thread(this::run, "loomtrace-read-ahead");
  // Written before the batch that tells of it is handed over.
  private EventBatch broken;
  private Throwable failure;

  ReadAhead(EventSource source) {
    this.source = source;
    for (int i = 1; i < BATCHES; i++) {
      empty.add(new EventBatch());
    }
    thread.setDaemon(true); // A reader that is never closed must not keep the JVM.
    thread.start();
  }

  /**
   * The next batch; empty if there are no more events.
   *
   * @param read the one before, to be filled again
   * @throws IOException what the source threw, or that the calling thread was interrupted
   */
  EventBatch next(EventBatch read) throws IOException {
    read.clear();
    empty.add(read);
    EventBatch next;
    try {
      next = filled.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop();
      throw new InterruptedIOException("interrupted while waiting for the recording's next events");
    }
    if (next == broken) {
      raise(failure);
    }
    return next;
  }

  /** Throws what a source threw. */
  static void raise(Throwable failure) throws IOException {
    switch (failure) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError("invariant: a source throws nothing else", failure);
    }
  }

  Thread thread() {
    return thread;
  }

  /** No more batches are needed. */
  void stop() {
    thread.interrupt();
  }

  private void run() {
    try {
      EventBatch batch = empty.take();
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
  private boolean fill(EventBatch batch) {
    try {
      source.fill(batch);
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
    return failure == null && batch.size() > 0;
  }
}
