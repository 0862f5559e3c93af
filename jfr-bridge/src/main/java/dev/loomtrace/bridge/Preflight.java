package dev.loomtrace.bridge;

import static dev.loomtrace.bridge.instrument.BootClasses.POLLER;
import static dev.loomtrace.bridge.instrument.BootClasses.VIRTUAL_THREAD;

import dev.loomtrace.bridge.instrument.BootClasses;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.Function;

/** Looks whether this JDK has what the recorder hooks. Touches nothing. */
final class Preflight {
  private Preflight() {}

  /** Why virtual threads can not be recorded here; null if they can. */
  static String obstacle() {
    if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
      return "this Java run time has no module jdk.jfr";
    }
    return obstacle(BootClasses::find);
  }

  /**
   * The same, of a JDK that has these classes.
   *
   * @param types the class of a name; null if there is none
   */
  static String obstacle(Function<String, Class<?>> types) {
    Class<?> virtualThread = types.apply(VIRTUAL_THREAD);
    if (virtualThread == null) {
      return "this Java run time has no virtual threads; it needs version 21 or later";
    }
    String missing = missing(virtualThread);
    if (missing != null) {
      return lacks(VIRTUAL_THREAD + " of Java " + Runtime.version() + " has no " + missing);
    }
    Class<?> poller = types.apply(POLLER);
    if (poller == null) {
      return lacks("Java " + Runtime.version() + " has no " + POLLER);
    }
    // Waits for the network would be taken for waits for a lock.
    if (Arrays.stream(poller.getDeclaredMethods())
        .noneMatch(
            m ->
                m.getName().equals("poll")
                    && Modifier.isStatic(m.getModifiers())
                    && m.getParameterCount() == 4)) {
      return lacks(POLLER + " of Java " + Runtime.version() + " has no static method poll");
    }
    return null;
  }

  private static String lacks(String what) {
    return what + "; a newer Loomtrace may know this version";
  }

  private static String missing(Class<?> type) {
    if (!hasField(type, "state", int.class)) {
      return "field state";
    }
    if (!hasField(type, "carrierThread", Thread.class)) {
      return "field carrierThread";
    }
    if (!hasMethod(type, "yieldContinuation", boolean.class)) {
      return "method yieldContinuation";
    }
    if (!hasMethod(type, "run", void.class, Runnable.class)) {
      return "method run";
    }
    if (!hasMethod(type, "getAndSetParkPermit", boolean.class, boolean.class)) {
      return "method getAndSetParkPermit";
    }
    if (!hasMethod(type, "parkOnCarrierThread", void.class, boolean.class, long.class)) {
      return "method parkOnCarrierThread";
    }
    if (!hasMethod(type, "afterDone", void.class, boolean.class)) {
      return "method afterDone";
    }
    if (!hasMethod(type, "sleepNanos", void.class, long.class)) {
      return "method sleepNanos";
    }
    if (!hasMethod(type, "joinNanos", boolean.class, long.class)) {
      return "method joinNanos";
    }
    if (Arrays.stream(type.getDeclaredMethods())
        .noneMatch(m -> m.getName().equals("start") && m.getParameterCount() == 1)) {
      return "method start";
    }
    // Without these the times of threads that wait at monitors would be wrong.
    if (monitorsYield(type)
        && !(hasMethod(type, "afterYield", void.class)
            && hasMethod(type, "mount", void.class)
            && hasMethod(type, "submitRunContinuation", void.class))) {
      return "methods afterYield, mount and submitRunContinuation";
    }
    return null;
  }

  /** Whether threads at monitors give up their carriers: since JDK 24. */
  static boolean monitorsYield() {
    Class<?> virtualThread = BootClasses.find(VIRTUAL_THREAD);
    return virtualThread != null && monitorsYield(virtualThread);
  }

  private static boolean monitorsYield(Class<?> virtualThread) {
    return hasMethod(virtualThread, "unblock", void.class);
  }

  private static boolean hasField(Class<?> type, String name, Class<?> of) {
    for (Field field : type.getDeclaredFields()) {
      if (field.getName().equals(name) && field.getType() == of) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasMethod(
      Class<?> type, String name, Class<?> result, Class<?>... parameters) {
    try {
      return type.getDeclaredMethod(name, parameters).getReturnType() == result;
    } catch (NoSuchMethodException e) {
      return false;
    }
  }
}
