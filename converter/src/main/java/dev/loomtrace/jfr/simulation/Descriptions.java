package dev.loomtrace.jfr.simulation;

import dev.loomtrace.trace.TraceThread;

/** Gives threads that are described alike the same description: most are, and may be many. */
final class Descriptions {
  private static final int SIZE = 1024;

  private final TraceThread[] recent = new TraceThread[SIZE];

  /** One that is equal. */
  TraceThread shared(TraceThread thread) {
    int at = thread.start().function().hashCode() & (SIZE - 1);
    if (!thread.equals(recent[at])) {
      recent[at] = thread;
    }
    return recent[at];
  }
}
