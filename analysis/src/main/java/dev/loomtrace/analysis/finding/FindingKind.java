package dev.loomtrace.analysis.finding;

/** What is wrong. */
public enum FindingKind {
  /** Threads wait for each other's locks, in a cycle: none of them will ever go on. */
  DEADLOCK,
  /** Threads wait for a lock or monitor. */
  CONTENDED_LOCK,
  /** The same, and mostly one that had waited itself hands it on to the next. */
  LOCK_CONVOY,
  /** Threads wait for something that others have, and give back: a connection, a permit. */
  POOL_EXHAUSTED,
  /** Threads keep their carrier or processor for long while others could run. */
  CARRIER_HOG,
  /** Threads that could run wait for carriers or processors, all of which are in use. */
  SATURATION,
  /** Virtual threads wait, and keep their carriers. */
  PINNING,
  /** The world was stopped. */
  PAUSES,
  /** A wait that goes on until the trace ends, and nobody is known who will end it. */
  ENDLESS_WAIT,
  /** Tasks that have not ended, and are far longer than all others of their name. */
  ENDLESS_TASK,
  /** Threads of one group are created all the time, and hardly any ends. */
  THREAD_LEAK,
  /** Tasks of a name begin faster than they end, and take ever longer. */
  TASK_BACKLOG,
  /** Threads of a group are created faster than they end, and live ever longer. */
  THREAD_BACKLOG,
  /** Most reads from a socket are short, and some far longer. */
  SLOW_PEER,
  /** Waits at a place end by their time limits, one after the other. */
  TIMEOUTS
}
