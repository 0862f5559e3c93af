package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.TraceExtent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A store of what threads did, for who reads a trace once, such as from a pipe, and then has to
 * look back: takes the spans while others do, and can be asked when the trace has ended. It is gone
 * when it is closed. For one thread at a time.
 */
public final class TemporaryStore implements SpanSink, Closeable {
  private final Path directory;
  private final Path file;
  private final StoreWriter writer;
  private final long from;
  private final long to;
  private boolean writing = true;
  private Optional<SpanStore> store = Optional.empty();

  /**
   * An empty one, where the operating system has temporary files.
   *
   * @throws IOException if it cannot be written
   */
  public TemporaryStore() throws IOException {
    this(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /**
   * An empty one for what happens in a stretch of time. Of a thread that is older than that or
   * lives longer, it has the states that reach into it, and no other.
   *
   * @param from inclusive, in nanoseconds on the trace's clock
   * @param to exclusive
   * @throws IOException if it cannot be written
   */
  public TemporaryStore(long from, long to) throws IOException {
    this.from = from;
    this.to = to;
    directory = LeftOvers.folder();
    file = directory.resolve("spans");
    LeftOvers.add(file);
    try {
      writer = new StoreWriter(file, TraceIdentity.NONE, from == Long.MIN_VALUE);
    } catch (IOException | RuntimeException e) {
      LeftOvers.delete(file);
      LeftOvers.delete(directory);
      throw e;
    }
  }

  @Override
  public Set<SpanKind> kinds() {
    return EnumSet.of(SpanKind.STATE, SpanKind.LIFE);
  }

  @Override
  public void accept(SpanView span) throws IOException {
    if (span.end() >= from && span.begin() < to) {
      writer.accept(span);
    }
  }

  @Override
  public void end(TraceExtent extent) throws IOException {
    writer.end(extent);
    closeWriter();
    store = Optional.of(new SpanStore(StoreFile.open(file, TraceIdentity.NONE), List.of()));
  }

  /**
   * What was written: states and lives of threads. Until this is closed.
   *
   * @throws IllegalStateException if the trace has not ended
   */
  public SpanStore store() {
    return store.orElseThrow(() -> new IllegalStateException("the trace has not ended"));
  }

  private void closeWriter() throws IOException {
    if (writing) {
      writing = false;
      writer.close();
    }
  }

  @Override
  public void close() throws IOException {
    closeWriter();
    LeftOvers.delete(file);
    LeftOvers.delete(directory);
  }
}
