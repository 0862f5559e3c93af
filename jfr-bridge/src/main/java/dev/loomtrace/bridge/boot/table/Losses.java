package dev.loomtrace.bridge.boot.table;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what went wrong in hooks: the application must not see it, the recording says it. */
public final class Losses {
  private static final AtomicLong ERRORS = new AtomicLong();
  private static final AtomicLong EXHAUSTED = new AtomicLong();
  private static volatile Class<?> lastError;

  private Losses() {}

  /**
   * A hook ends early because of this. Where the application has used up its stack or heap so far
   * that a hook has none left, that is the application's: counted apart.
   */
  public static void suppressed(Throwable t) {
    if (t instanceof VirtualMachineError) {
      EXHAUSTED.getAndIncrement();
    } else {
      ERRORS.getAndIncrement();
      lastError = t.getClass();
    }
  }

  /**
   * The same of what was called by reflection: the cause counts, and a member that this JDK does
   * not have is no error, since readers do without what it would have said.
   */
  public static void suppressedByReflection(Throwable t) {
    if (t instanceof InvocationTargetException) {
      suppressed(t.getCause());
    } else if (!(t instanceof ReflectiveOperationException)) {
      suppressed(t);
    }
  }

  /** Errors in hooks. */
  public static long errors() {
    return ERRORS.get();
  }

  /** Hooks that ended early because stack or heap was used up. */
  public static long exhausted() {
    return EXHAUSTED.get();
  }

  /** Class of the latest of the errors; null if there was none. */
  public static Class<?> lastError() {
    return lastError;
  }
}
