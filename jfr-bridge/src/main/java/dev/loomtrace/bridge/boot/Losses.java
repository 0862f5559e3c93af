package dev.loomtrace.bridge.boot;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what went wrong in hooks: the application must not see it, the recording says it. */
final class Losses {
  private static final AtomicLong ERRORS = new AtomicLong();
  private static final AtomicLong EXHAUSTED = new AtomicLong();
  private static volatile Class<?> lastError;

  private Losses() {}

  /**
   * A hook ends early because of this. Where the application has used up its stack or heap so far
   * that a hook has none left, that is the application's: counted apart.
   */
  static void suppressed(Throwable t) {
    if (t instanceof VirtualMachineError) {
      EXHAUSTED.getAndIncrement();
    } else {
      ERRORS.getAndIncrement();
      lastError = t.getClass();
    }
  }

  /** Errors in hooks. */
  static long errors() {
    return ERRORS.get();
  }

  /** Hooks that ended early because stack or heap was used up. */
  static long exhausted() {
    return EXHAUSTED.get();
  }

  /** Class of the latest of the errors; null if there was none. */
  static Class<?> lastError() {
    return lastError;
  }
}
