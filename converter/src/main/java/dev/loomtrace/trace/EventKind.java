package dev.loomtrace.trace;

/**
 * What an event is about. The names and meanings are those of {@code golang.org/x/exp/trace}, with
 * its state transitions split by resource.
 */
public enum EventKind {
  /** A part of the trace begins, or the trace ends. */
  SYNC("Sync"),
  /** A value measured at this time. */
  METRIC("Metric"),
  /** A name was given to a resource. */
  LABEL("Label"),
  /**
   * What a thread was executing. Best effort: its context may contradict the transitions around it.
   */
  STACK_SAMPLE("StackSample"),
  /** A range of time begins. */
  RANGE_BEGIN("RangeBegin"),
  /** A range of time had begun before the trace, or before this part of it. */
  RANGE_ACTIVE("RangeActive"),
  /** A range of time ends. */
  RANGE_END("RangeEnd"),
  /** A user's task begins. */
  TASK_BEGIN("TaskBegin"),
  /** A user's task ends. */
  TASK_END("TaskEnd"),
  /** A user's region begins on the current goroutine. */
  REGION_BEGIN("RegionBegin"),
  /** A user's region ends on the current goroutine. */
  REGION_END("RegionEnd"),
  /** A user's log message. */
  LOG("Log"),
  /** A goroutine changed its state, or its state is made known. */
  GO_TRANSITION("StateTransition"),
  /** A proc changed its state, or its state is made known. */
  PROC_TRANSITION("StateTransition"),
  /** An experimental event, neither understood nor checked. */
  EXPERIMENTAL("Experimental");

  private final String goName;

  EventKind(String goName) {
    this.goName = goName;
  }

  /** The kind's name in {@code golang.org/x/exp/trace}, such as {@code RangeBegin}. */
  public String goName() {
    return goName;
  }
}
