package dev.loomtrace.bridge.boot.jdk;

import java.lang.reflect.Method;

/** JFR's own classes, for what there is no public way to. */
final class JfrInternals {
  private JfrInternals() {}

  /** A class by its simple name. */
  static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("jdk.jfr.internal." + name, true, null);
  }

  /** A method that may be called. */
  static Method method(Class<?> type, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    Method method = type.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return method;
  }
}
