package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.SpanKind;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.TraceExtent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A store of what threads did, for who reads a trace once, such as from a pipe, and then has to
 * look back: takes the spans while others do, and can be asked when the trace has ended. It is gone
 * when it is closed. For one thread at a time.
 */
public final class TemporaryStore implements SpanSink, Closeable {
  private static final TraceIdentity NOBODYS = new TraceIdentity(0, 0, 0);

  private final Path directory;
  private final Path file;
  private final StoreWriter writer;
  private boolean writing = true;
  private Optional<SpanStore> store = Optional.empty();

  /**
   * An empty one, where the operating system has temporary files.
   *
   * @throws IOException if it cannot be written
   */
  public TemporaryStore() throws IOException {
    directory = Files.createTempDirectory("loomtrace");
    file = directory.resolve("spans");
    try {
      writer = new StoreWriter(file, NOBODYS);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
      throw e;
    }
  }

  @Override
  public Set<SpanKind> kinds() {
    return EnumSet.of(SpanKind.STATE, SpanKind.LIFE);
  }

  @Override
  public void accept(SpanView span) throws IOException {
    writer.accept(span);
  }

  @Override
  public void end(TraceExtent extent) throws IOException {
    writer.end(extent);
    closeWriter();
    store = Optional.of(new SpanStore(StoreFile.open(file, NOBODYS), Optional.empty()));
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
    Files.deleteIfExists(file);
    Files.deleteIfExists(directory);
  }
}
