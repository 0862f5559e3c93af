package dev.loomtrace.gotrace.v1;

/**
 * Numbers of procs that do not exist. Go's reader moves events there that happen beside what a P
 * runs.
 */
final class SpecialProcs {
  /** Timers wake goroutines up. */
  static final int TIMERS = 1_000_001;

  /** The network wakes goroutines up. */
  static final int NETWORK = 1_000_002;

  /** Blocking system calls return. */
  static final int SYSTEM_CALLS = 1_000_003;

  /** Garbage collections begin. */
  static final int GARBAGE_COLLECTOR = 1_000_004;

  /** CPU samples are taken. */
  static final int PROFILER = 1_000_005;

  private SpecialProcs() {}
}
