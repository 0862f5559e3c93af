package dev.loomtrace.gotrace.v2;

/** What becomes of the next event of a thread. */
enum Step {
  /** It happens next. */
  ADVANCED,

  /**
   * Something on another thread has to happen before. No fault: threads write their events without
   * regard to each other, and clocks differ.
   */
  NOT_YET,

  /** It cannot happen, whatever other threads do. */
  BROKEN
}
