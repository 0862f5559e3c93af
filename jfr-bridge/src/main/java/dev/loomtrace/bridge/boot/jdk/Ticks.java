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
      Class<?> jvm = JfrInternals.type("JVM");
      Method frequency = JfrInternals.method(jvm, "getTicksFrequency");
      return (long) frequency.invoke(Modifier.isStatic(frequency.getModifiers()) ? null : the(jvm));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return 0;
    }
  }

  // In Java 21 the methods are not static.
  private static Object the(Class<?> jvm) throws ReflectiveOperationException {
    return JfrInternals.method(jvm, "getJVM").invoke(null);
  }

  /** So many nanoseconds; 0 if this JDK does not tell how long a tick is. */
  public static long ofNanos(long nanos) {
    return (long) (nanos * PER_NANO);
  }
}
