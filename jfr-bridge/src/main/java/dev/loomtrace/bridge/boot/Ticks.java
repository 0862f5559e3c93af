package dev.loomtrace.bridge.boot;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** JFR's ticks. */
final class Ticks {
  private static final double PER_NANO = perSecond() / 1e9;

  private Ticks() {}

  // There is no public way to learn it, only the recording says so.
  private static long perSecond() {
    try {
      Class<?> jvm = Class.forName("jdk.jfr.internal.JVM", true, null);
      Method frequency = jvm.getDeclaredMethod("getTicksFrequency");
      frequency.setAccessible(true);
      return (long) frequency.invoke(Modifier.isStatic(frequency.getModifiers()) ? null : the(jvm));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return 0;
    }
  }

  // In Java 21 the methods are not static.
  private static Object the(Class<?> jvm) throws ReflectiveOperationException {
    Method get = jvm.getDeclaredMethod("getJVM");
    get.setAccessible(true);
    return get.invoke(null);
  }

  /** So many nanoseconds; 0 if this JDK does not tell how long a tick is. */
  static long ofNanos(long nanos) {
    return (long) (nanos * PER_NANO);
  }
}
