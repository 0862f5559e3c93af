package dev.loomtrace.explorer.trace;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.question.Readings;
import dev.loomtrace.question.TraceSource;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.timeline.store.StoreCache;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * A file that questions are asked of; for any number of them at a time. Whoever reads a file that
 * is not as it was is told so: else one page would show the numbers of two traces.
 *
 * @param path where it is
 * @param identity what its content is called, as {@link StoreCache#identity} has it; empty: any
 */
record FileSource(Path path, String identity) implements TraceSource {
  @Override
  public String label() {
    return path.toString();
  }

  /**
   * Makes sure that it is as it was.
   *
   * @throws IOException with a sentence for people if it is not
   */
  void check() throws IOException {
    try {
      if (!identity.isEmpty() && !identity.equals(StoreCache.identity(path))) {
        throw new IOException(
            path + " has changed since it was opened: 'loomtrace open' anew shows what it is now");
      }
    } catch (NoSuchFileException e) {
      throw new IOException(path + " is no longer there", e);
    }
  }

  @Override
  public Coverage read(EventSink... sinks) throws IOException {
    check();
    Coverage coverage;
    try (TraceReader trace = Traces.open(path)) {
      coverage = Readings.all(trace, label(), Files.size(path), sinks);
    }
    check();
    return coverage;
  }

  @Override
  public void readAgain(BooleanSupplier enough, EventSink sink) throws IOException {
    check();
    try (TraceReader trace = Traces.open(path)) {
      Readings.until(trace, enough, sink);
    }
    check();
  }
}
