package dev.loomtrace.explorer.trace;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.question.Readings;
import dev.loomtrace.question.TraceSource;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * A file that questions are asked of; for any number of them at a time.
 *
 * @param path where it is
 */
record FileSource(Path path) implements TraceSource {
  @Override
  public String label() {
    return path.toString();
  }

  @Override
  public Coverage read(EventSink... sinks) throws IOException {
    long size = Files.size(path);
    try (TraceReader trace = Traces.open(path)) {
      return Readings.all(trace, label(), size, sinks);
    }
  }

  @Override
  public void readAgain(BooleanSupplier enough, EventSink sink) throws IOException {
    try (TraceReader trace = Traces.open(path)) {
      Readings.until(trace, enough, sink);
    }
  }
}
