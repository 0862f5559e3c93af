package dev.loomtrace.analysis.finding;

/** What the numbers of a finding say. Those that end in {@code NANOS} are nanoseconds. */
public enum Measure {
  /** How long the trace is. */
  WINDOW_NANOS,
  /** The longest one. */
  LONGEST_NANOS,
  /** Half are not longer. */
  MEDIAN_NANOS,
  /** 99 % are not longer. */
  P99_NANOS,
  /** How long threads that could run waited for a carrier meanwhile, added up. */
  OTHERS_WAITED_NANOS,
  /** How many light threads ran at a time, at most. */
  CARRIERS,
  /** How long light threads ran, added up. */
  RAN_NANOS,
  /** How many threads were created, or tasks begun. */
  CREATED,
  /** How many of these ended. */
  ENDED,
  /** How long those took, on average, that ended early in the trace. */
  MEAN_AT_FIRST_NANOS,
  /** How long those took, on average, that ended late in it. */
  MEAN_AT_LAST_NANOS,
  /** How many followed each other, at most. */
  IN_A_ROW,
  /** How many others wait for one of them, directly or not. */
  BEHIND,
  /** Where the stretch begins in which it is worst, from the begin of the trace. */
  WORST_FROM_NANOS,
  /** How long that stretch is. */
  WORST_FOR_NANOS,
  /** The part of the finding's time that is in that stretch. */
  IN_WORST_NANOS
}
