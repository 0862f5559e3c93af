package dev.loomtrace.jfr.forge;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceValidator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Reads an input to its end, as a trace that is checked and converted. */
final class ForgedReading {
  private ForgedReading() {}

  /** Reads it; anything but a legal trace or a line that says what is wrong is thrown. */
  static void read(byte[] input) throws IOException {
    TraceValidator validator = new TraceValidator();
    try (TraceReader reader = Traces.open(new ByteArrayInputStream(input))) {
      Traces.writeGo(reader, OutputStream.nullOutputStream(), validator);
    } catch (MalformedTraceException e) {
      if (e.getMessage().lines().count() != 1) {
        throw new IllegalStateException("not one line: " + e.getMessage(), e);
      }
    }
    if (validator.faultCount() > 0) {
      throw new IllegalStateException("no legal trace: " + validator.faults().getFirst());
    }
  }
}
