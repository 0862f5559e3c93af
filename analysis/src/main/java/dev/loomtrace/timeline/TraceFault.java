package dev.loomtrace.timeline;

import dev.loomtrace.trace.MalformedTraceException;

/**
 * Where a trace breaks off: what comes before is whole.
 *
 * @param message what was found where, and what was expected, as {@link MalformedTraceException}
 *     words it
 * @param offset absolute offset in the trace's file, in bytes; {@link
 *     MalformedTraceException#NO_OFFSET} if no single place shows it
 */
public record TraceFault(String message, long offset) {
  /** The fault that an exception describes. */
  public static TraceFault of(MalformedTraceException e) {
    return new TraceFault(e.getMessage(), e.offset());
  }
}
