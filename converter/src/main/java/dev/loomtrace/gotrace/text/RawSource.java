package dev.loomtrace.gotrace.text;

import dev.loomtrace.gotrace.wire.GoVersion;
import java.io.Closeable;
import java.io.IOException;

/** Raw events one after the other, from a trace or from its text. */
public interface RawSource extends Closeable {
  /** The version of the trace; one since Go 1.22. */
  GoVersion version();

  /**
   * Moves to the next event.
   *
   * @return false if there is none
   * @throws dev.loomtrace.trace.MalformedTraceException if it is no event of this version
   * @throws IOException if the input cannot be read
   */
  boolean next() throws IOException;

  /** The event that {@link #next} moved to; the same object each time. */
  RawEvent event();
}
