package dev.loomtrace.explorer.api;

import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Reply;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.LoadedTrace;
import java.io.IOException;

/** Answers what is asked of a trace that is loaded. */
@FunctionalInterface
interface TraceHandler {
  /** Answers it. */
  Reply answer(LoadedTrace trace, Request request) throws Refusal, IOException;
}
