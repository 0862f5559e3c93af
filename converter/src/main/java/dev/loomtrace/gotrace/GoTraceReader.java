package dev.loomtrace.gotrace;

import dev.loomtrace.gotrace.v1.V1TraceReader;
import dev.loomtrace.gotrace.v2.V2TraceReader;
import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.gotrace.wire.WireInput;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.UnsupportedTraceException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads execution traces of Go programs: those that {@code runtime/trace}, {@code go test -trace}
 * and {@code net/http/pprof} write.
 *
 * <p>The events, their order, also of events at one time, and the verdict on a broken trace are
 * those of Go 1.26's own reader.
 */
public final class GoTraceReader {
  private GoTraceReader() {}

  /**
   * Opens a trace.
   *
   * <p>The stream is read once, front to back, one generation ahead of the events, or all of it if
   * Go 1.21 or earlier wrote it; it may be a file, a pipe or a socket, and need not be buffered.
   *
   * @param in the trace; closed with the reader, or if this method throws
   * @throws UnsupportedTraceException if it is a trace of a version that is not known
   * @throws MalformedTraceException if it is no Go trace
   * @throws IOException if the input cannot be read
   */
  public static TraceReader open(InputStream in) throws IOException {
    WireInput wire = new WireInput(in);
    try {
      GoVersion version = GoVersion.readHeader(wire);
      if (version.isV1()) {
        return V1TraceReader.of(version, wire);
      }
      return V2TraceReader.of(version, wire);
    } catch (IOException | RuntimeException e) {
      try (wire) {
        throw e;
      }
    }
  }
}
