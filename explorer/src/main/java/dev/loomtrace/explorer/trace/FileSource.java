package dev.loomtrace.explorer.trace;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.question.TraceSource;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
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
    boolean begun = false;
    try (TraceReader trace = Traces.open(path)) {
      try {
        while (trace.next()) {
          begun = true;
          for (EventSink sink : sinks) {
            sink.accept(trace);
          }
        }
        return Coverage.of(label(), trace, Optional.empty(), size);
      } catch (MalformedTraceException e) {
        if (!begun) {
          throw e;
        }
        return Coverage.of(label(), trace, Optional.of(e), size);
      }
    }
  }

  @Override
  public void readAgain(BooleanSupplier enough, EventSink sink) throws IOException {
    try (TraceReader trace = Traces.open(path)) {
      while (!enough.getAsBoolean() && trace.next()) {
        sink.accept(trace);
      }
    } catch (MalformedTraceException e) {
      // The first reading has told where it breaks off.
    }
  }
}
