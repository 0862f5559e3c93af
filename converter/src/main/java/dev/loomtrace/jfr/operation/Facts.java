package dev.loomtrace.jfr.operation;

import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceThread;

/** What is known of the JVM beside what happened when. */
public interface Facts {
  /** Number of processors; 0: not known. */
  int processors();

  /** Whether our recorder was there, so that a virtual thread's silence means that it runs. */
  boolean recorded();

  /** Whether ends of virtual threads are recorded, so that one of which none was lives. */
  boolean tellsEnds();

  /** A platform thread by its Java id; null if there is none. */
  ThreadInfo platformThread(long id);

  /** What a thread is and what it is called. */
  TraceThread describe(long thread);

  /** The frame of a function of which no more is known. */
  Frame frame(String function);

  /** When the last look at all threads began, in ticks; 0: there was none. */
  long lastLook();

  /** What the recording says it has lost. */
  long lost(Repairs.Kind kind);
}
