package dev.loomtrace.question;

import dev.loomtrace.report.Coverage;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** How a {@link TraceSource} reads a trace that is open, wherever that comes from. */
public final class Readings {
  private Readings() {}

  /**
   * Hands all events to these sinks. If the trace breaks off, those before have been handed on, and
   * the coverage says so.
   *
   * @param label what the trace is called in texts
   * @param size in bytes; 0 or less if not known
   * @throws MalformedTraceException if not even its start can be read
   */
  public static Coverage all(TraceReader trace, String label, long size, EventSink... sinks)
      throws IOException {
    boolean begun = false;
    try {
      while (trace.next()) {
        begun = true;
        for (EventSink sink : sinks) {
          sink.accept(trace);
        }
      }
      return Coverage.of(label, trace, Optional.empty(), size);
    } catch (MalformedTraceException e) {
      if (!begun) {
        throw e;
      }
      return Coverage.of(label, trace, Optional.of(e), size);
    }
  }

  /**
   * Hands events to a sink until there is enough, or the trace breaks off: whoever read it before
   * has told where.
   *
   * @param enough asked before each event
   */
  public static void until(TraceReader trace, BooleanSupplier enough, EventSink sink)
      throws IOException {
    try {
      while (!enough.getAsBoolean() && trace.next()) {
        sink.accept(trace);
      }
    } catch (MalformedTraceException e) {
      // What comes before that is what there is.
    }
  }
}
