package dev.loomtrace.truth.program;

import java.util.concurrent.locks.LockSupport;

/** When something happened, told by one thread to others. */
final class Moment {
  private static final long LOOK = 100_000;

  private volatile long time;

  /** It happens now. */
  void now() {
    time = System.nanoTime();
  }

  boolean passed() {
    return time != 0;
  }

  /** When it happened, as {@code System.nanoTime}; 0: it has not yet. */
  long time() {
    return time;
  }

  /** Waits for it. */
  void await() {
    while (time == 0) {
      LockSupport.parkNanos(LOOK);
    }
  }

  /** Runs on until it has happened. */
  void spin() {
    while (time == 0) {
      Thread.onSpinWait();
    }
  }
}
