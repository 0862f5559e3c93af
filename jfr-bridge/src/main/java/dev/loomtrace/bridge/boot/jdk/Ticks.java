package dev.loomtrace.bridge.boot.jdk;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** JFR's ticks. */
public final class Ticks {
  private static final double PER_NANO = perSecond() / 1e9;

  private Ticks() {}

  // There is no public way to learn it, only the recording says so.
  private static long perSecond() {
    try {
      Method frequency = JdkMember.TICKS_FREQUENCY.method();
      if (frequency == null) {
        return 0;
      }
      boolean isStatic = Modifier.isStatic(frequency.getModifiers());
      return (long) frequency.invoke(isStatic ? null : JdkMember.JFR_JVM.method().invoke(null));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return 0;
    }
  }

  /** Ticks in so many nanoseconds; 0 if this JDK does not say how long a tick is. */
  public static long ofNanos(long nanos) {
    return (long) (nanos * PER_NANO);
  }

  /**
   * Ticks in so many nanoseconds, as a limit of how long something may take; no limit if this JDK
   * does not say how long a tick is.
   */
  public static long limit(long nanos) {
    return PER_NANO == 0 ? Long.MAX_VALUE : ofNanos(nanos);
  }

  /** Nanoseconds of so many ticks; 0 if this JDK does not say how long a tick is. */
  public static long nanos(long ticks) {
    return PER_NANO == 0 ? 0 : (long) (ticks / PER_NANO);
  }
}
