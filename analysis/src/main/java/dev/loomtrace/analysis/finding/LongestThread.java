package dev.loomtrace.analysis.finding;

import dev.loomtrace.trace.Context;

/** The thread of which something took the longest, and how long. */
final class LongestThread {
  private long nanos = -1;
  private long thread = Context.NO_GOROUTINE;

  void add(long itsThread, long itsNanos) {
    if (itsNanos > nanos) {
      nanos = itsNanos;
      thread = itsThread;
    }
  }

  /** How long; -1 if there was none. */
  long nanos() {
    return nanos;
  }

  Evidence evidence() {
    return Evidence.longest(thread, nanos);
  }
}
