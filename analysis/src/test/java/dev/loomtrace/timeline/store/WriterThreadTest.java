package dev.loomtrace.timeline.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.TraceExtent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store written by a thread of its own is the same. */
@Timeout(60)
class WriterThreadTest {
  private static final int MANY = 20 * SpanBatch.SIZE;

  @TempDir private Path directory;

  /** Tells of each task, and of each region as if that were a task that is cut. */
  private static final class Courses implements SpanSink {
    private final SpanSink spans;
    private final TaskCourseOutput out;

    private Courses(SpanSink spans, TaskCourseOutput out) {
      this.spans = spans;
      this.out = out;
    }

    @Override
    public void accept(SpanView span) throws IOException {
      spans.accept(span);
      switch (span.kind()) {
        case TASK -> out.course(new long[] {span.id(), -span.duration(), 3});
        case REGION -> out.cut(span.begin(), span.name());
        default -> {
          // Of others nothing is told.
        }
      }
    }

    @Override
    public void end(TraceExtent extent) throws IOException {
      out.cut(1, "at the end");
      spans.end(extent);
    }
  }

  private static void spans(long seed, int count, SpanSink sink) throws IOException {
    RandomSpans.of(seed, count, 20, 1000, 500, true, sink);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, SpanBatch.SIZE - 1, SpanBatch.SIZE, SpanBatch.SIZE + 1, MANY})
  void writesWhatIsWrittenWithoutIt(int count) throws IOException {
    Path direct = directory.resolve("direct");
    try (StoreWriter writer = new StoreWriter(direct, TraceIdentity.NONE)) {
      spans(count, count, new Courses(writer, writer.courses()));
    }
    Path threaded = directory.resolve("threaded");
    try (StoreWriter writer = new StoreWriter(threaded, TraceIdentity.NONE);
        WriterThread thread = new WriterThread(writer, true)) {
      spans(count, count, new Courses(thread, thread));
    }
    assertEquals(-1, Files.mismatch(direct, threaded));
  }

  @ParameterizedTest
  @ValueSource(ints = {10, MANY})
  void tellsWhatFailed(int count) throws IOException {
    try (StoreWriter writer = new StoreWriter(directory.resolve("a"), TraceIdentity.NONE);
        WriterThread thread = new WriterThread(writer, true)) {
      // There is no task yet.
      thread.course(new long[] {1});
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> spans(1, count, thread));
      assertTrue(e.getMessage().contains("found a course without a task"), e.getMessage());
    }
  }

  @Test
  void canBeGivenUp() throws IOException {
    Path file = directory.resolve("a");
    try (StoreWriter writer = new StoreWriter(file, TraceIdentity.NONE)) {
      WriterThread thread = new WriterThread(writer, false);
      IOException enough =
          assertThrows(
              IOException.class,
              () ->
                  spans(
                      1,
                      MANY,
                      new SpanSink() {
                        private int left = MANY / 2;

                        @Override
                        public void accept(SpanView span) throws IOException {
                          if (--left == 0) {
                            throw new IOException("enough");
                          }
                          thread.accept(span);
                        }
                      }));
      assertEquals("enough", enough.getMessage());
      thread.close();
      thread.close();
    }
    assertTrue(StoreFile.open(file, TraceIdentity.NONE) == null, "it is no store");
  }

  @Test
  void endsWhenItsCallerIsInterrupted() throws IOException {
    try (StoreWriter writer = new StoreWriter(directory.resolve("a"), TraceIdentity.NONE)) {
      WriterThread thread = new WriterThread(writer, false);
      Thread.currentThread().interrupt();
      try {
        assertThrows(InterruptedIOException.class, () -> spans(1, MANY, thread));
        thread.close();
        assertTrue(Thread.currentThread().isInterrupted());
      } finally {
        assertTrue(Thread.interrupted());
      }
    }
    assertFalse(Thread.currentThread().isInterrupted());
  }
}
