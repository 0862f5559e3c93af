package dev.loomtrace.question;

import dev.loomtrace.report.Coverage;
import dev.loomtrace.trace.EventSink;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * A trace that can be read from its start. What reads it for a question is one thread; whether
 * several may at the same time is up to whoever has it.
 */
public interface TraceSource {
  /** What the trace is called in texts, such as the name of its file. */
  String label();

  /**
   * Hands all events to these sinks. If the trace breaks off, those before have been handed on, and
   * the coverage says so.
   *
   * @throws IOException if not even its start can be read
   */
  Coverage read(EventSink... sinks) throws IOException;

  /**
   * Hands its events to a sink once more, after {@link #read}, until there is enough or the trace
   * breaks off.
   *
   * @param enough asked before each event
   * @throws IOException if it cannot be read again
   */
  void readAgain(BooleanSupplier enough, EventSink sink) throws IOException;
}
