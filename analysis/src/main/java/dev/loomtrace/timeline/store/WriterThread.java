package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.StopClock;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.TraceState;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Writes a store on a thread of its own, so that reading a trace and writing its spans take two
 * processors. Who hands over spans waits when the writing is a few batches behind, and is told what
 * it failed with: at the end at the latest. For one thread at a time; the writer is closed by
 * whoever made it, after this.
 */
final class WriterThread implements SpanSink, TaskCourseOutput, Closeable {
  // Those that are filled, written, or wait for either; a megabyte each.
  private static final int BATCHES = 5;

  // Comes after the last one.
  private static final SpanBatch END = new SpanBatch(0);

  private final StoreWriter writer;
  private final TaskCourseOutput courses;
  private final BlockingQueue<SpanBatch> full = new ArrayBlockingQueue<>(BATCHES);
  private final BlockingQueue<SpanBatch> empty = new ArrayBlockingQueue<>(BATCHES);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("store-writer").unstarted(this::write);
  private final StopClock stops = new StopClock();
  private SpanBatch batch = new SpanBatch(SpanBatch.SIZE);
  private int made = 1;
  // What comes before the next span or course.
  private final List<SpanBatch.Told> cuts = new ArrayList<>();
  private boolean handedOverEnd;
  // Whatever is handed over after that is thrown away. Null as long as all goes well.
  private volatile Throwable failure;

  /**
   * Begins to write.
   *
   * @param withCourses whether somebody will tell about tasks from the first event on
   */
  WriterThread(StoreWriter writer, boolean withCourses) {
    this.writer = writer;
    courses = withCourses ? writer.courses() : null;
    thread.start();
  }

  @Override
  public void accept(SpanView span) throws IOException {
    if (!cuts.isEmpty()) {
      tellCuts();
    }
    batch.add(span);
    handOverIfFull();
  }

  @Override
  public void event(EventView event, TraceState state) throws IOException {
    switch (event.kind()) {
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> {
        if (RangeKind.ofName(event.rangeName()) == RangeKind.STOP_THE_WORLD) {
          stops.event(event);
          stopped(event.time(), stops.until(event.time()), stops.isStopped());
        }
      }
      default -> {
        // No stop begins or ends with it.
      }
    }
  }

  private void stopped(long time, long until, boolean isStopped) throws IOException {
    batch.add(() -> writer.stopped(time, until, isStopped));
    handOverIfFull();
  }

  @Override
  public void course(long[] numbers) throws IOException {
    tellCuts();
    batch.add(() -> courses.course(numbers));
    handOverIfFull();
  }

  @Override
  public void cut(long id, String name) {
    cuts.add(() -> courses.cut(id, name));
  }

  private void tellCuts() throws IOException {
    for (SpanBatch.Told cut : cuts) {
      batch.add(cut);
      handOverIfFull();
    }
    cuts.clear();
  }

  @Override
  public void end(TraceExtent extent) throws IOException {
    tellCuts();
    batch.add(() -> writer.end(extent));
    try {
      full.put(batch);
      awaitEnd();
    } catch (InterruptedException e) {
      throw interrupted();
    }
    check();
  }

  private void handOverIfFull() throws IOException {
    if (!batch.isFull()) {
      return;
    }
    check();
    try {
      full.put(batch);
      SpanBatch next = empty.poll();
      if (next == null && made < BATCHES) {
        made++;
        next = new SpanBatch(SpanBatch.SIZE);
      }
      batch = next == null ? empty.take() : next;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted while a store was written");
  }

  /** Waits until what was handed over is written. */
  private void awaitEnd() throws InterruptedException {
    if (!handedOverEnd) {
      full.put(END);
      handedOverEnd = true;
    }
    thread.join();
  }

  private void check() throws IOException {
    switch (failure) {
      case null -> {
        // All goes well.
      }
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new AssertionError("invariant: nothing else is thrown", failure);
    }
  }

  private void write() {
    try {
      for (SpanBatch next = full.take(); next != END; next = full.take()) {
        if (failure == null) {
          replay(next);
        }
        next.clear();
        empty.add(next);
      }
    } catch (InterruptedException e) {
      throw new AssertionError("invariant: nobody has this thread", e);
    }
  }

  private void replay(SpanBatch next) {
    try {
      next.replay(writer);
    } catch (IOException | RuntimeException | Error e) {
      failure = e; // It is thrown again where spans come from.
    }
  }

  /** Writes no more of what is not written yet, and ends the thread. */
  @Override
  public void close() {
    if (!handedOverEnd) {
      failure = new IOException("given up");
    }
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        awaitEnd();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
