package dev.loomtrace.jfr.decode;

import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.trace.MalformedTraceException;

/** What to do with the events of one type. */
@FunctionalInterface
interface EventHandler {
  /** Decodes an event. */
  void decode(ChunkValue event) throws MalformedTraceException;
}
