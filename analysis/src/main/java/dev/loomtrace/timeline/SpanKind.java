package dev.loomtrace.timeline;

/** What a span is about. Counters, samples and logs are spans without length. */
public enum SpanKind {
  /** A thread was in one state. */
  STATE,
  /** A thread ran on a proc. */
  CARRIER,
  /** A thread existed. */
  LIFE,
  /** A user's task. */
  TASK,
  /** A user's region. */
  REGION,
  /** Something went on, such as a garbage collection or a stop of the world. */
  RANGE,
  /** A value was measured. */
  COUNTER,
  /** A thread was seen executing. */
  SAMPLE,
  /** A user's log message. */
  LOG
}
