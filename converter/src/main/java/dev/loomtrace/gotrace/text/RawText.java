package dev.loomtrace.gotrace.text;

import dev.loomtrace.gotrace.wire.WireOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Turns traces since Go 1.22 into text and back, into the very same bytes. */
public final class RawText {
  private static final int BUFFER_SIZE = 1 << 16;

  private RawText() {}

  /**
   * Prints what {@code go tool trace -d=wire} prints: the events, without a title. Nothing is
   * closed.
   *
   * @throws dev.loomtrace.trace.MalformedTraceException if the trace is no sequence of events;
   *     those before were printed
   * @throws IOException if the input cannot be read or the output not be written
   */
  public static void printEvents(InputStream trace, OutputStream text) throws IOException {
    print(RawTraceReader.open(trace), new TextBuffer(), text, false);
  }

  /**
   * Writes a trace as text, title and events. Go's own tools read it, too. Nothing is closed.
   * Throws as the above does.
   */
  public static void toText(InputStream trace, OutputStream text) throws IOException {
    RawTraceReader events = RawTraceReader.open(trace);
    TextBuffer title = new TextBuffer();
    title.raw("Trace Go1.").number(events.version().minor()).octet('\n');
    print(events, title, text, true);
  }

  private static void print(RawSource events, TextBuffer buffer, OutputStream text, boolean exactly)
      throws IOException {
    try {
      while (events.next()) {
        events.event().appendTo(buffer, exactly);
        buffer.octet('\n');
        if (buffer.size() >= BUFFER_SIZE) {
          buffer.writeTo(text);
          buffer.clear();
        }
      }
    } finally {
      buffer.writeTo(text);
    }
  }

  /**
   * Writes a text with a title as a trace. Nothing is closed.
   *
   * @throws dev.loomtrace.trace.MalformedTraceException if it is no such text
   * @throws IOException if the input cannot be read or the output not be written
   */
  public static void toTrace(InputStream text, OutputStream trace) throws IOException {
    RawTextReader events = RawTextReader.open(text);
    events.version().writeHeader(trace);
    WireOutput buffer = new WireOutput();
    while (events.next()) {
      events.event().appendTo(buffer);
      if (buffer.size() >= BUFFER_SIZE) {
        buffer.writeTo(trace);
        buffer.clear();
      }
    }
    buffer.writeTo(trace);
  }
}
