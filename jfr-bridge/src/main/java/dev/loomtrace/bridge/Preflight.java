package dev.loomtrace.bridge;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;

/** Looks whether this JDK has what the recorder hooks. Touches nothing. */
final class Preflight {
  private Preflight() {}

  /** Why virtual threads can not be recorded here; null if they can. */
  static String obstacle() {
    if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
      return "this Java run time has no module jdk.jfr";
    }
    Class<?> virtualThread;
    try {
      virtualThread = Class.forName("java.lang.VirtualThread", false, null);
    } catch (ClassNotFoundException e) {
      return "this Java run time has no virtual threads; it needs version 21 or later";
    }
    String missing = missing(virtualThread);
    return missing == null
        ? null
        : "java.lang.VirtualThread of Java "
            + Runtime.version()
            + " has no "
            + missing
            + "; a newer Loomtrace may know this version";
  }

  private static String missing(Class<?> type) {
    if (!hasField(type, "state", int.class)) {
      return "field state";
    }
    if (!hasField(type, "carrierThread", Thread.class)) {
      return "field carrierThread";
    }
    if (!hasField(type, "parkPermit", boolean.class)) {
      return "field parkPermit";
    }
    if (!hasMethod(type, "yieldContinuation", boolean.class, 0)) {
      return "method yieldContinuation";
    }
    if (!hasMethod(type, "run", void.class, 1)) {
      return "method run";
    }
    if (!hasMethod(type, "start", void.class, 1)) {
      return "method start";
    }
    if (!hasMethod(type, "unpark", void.class, 0)) {
      return "method unpark";
    }
    // Monitors give up the carrier since JDK 24: then these are needed, or times would be wrong.
    boolean monitorsYield = hasMethod(type, "unblock", void.class, 0);
    if (monitorsYield
        && !(hasMethod(type, "afterYield", void.class, 0)
            && hasMethod(type, "runContinuation", void.class, 0))) {
      return "methods afterYield and runContinuation";
    }
    return null;
  }

  private static boolean hasField(Class<?> type, String name, Class<?> of) {
    for (Field field : type.getDeclaredFields()) {
      if (field.getName().equals(name) && field.getType() == of) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasMethod(Class<?> type, String name, Class<?> result, int parameters) {
    return Arrays.stream(type.getDeclaredMethods())
        .filter(m -> m.getName().equals(name) && m.getReturnType() == result)
        .anyMatch((Method m) -> m.getParameterCount() == parameters);
  }
}
