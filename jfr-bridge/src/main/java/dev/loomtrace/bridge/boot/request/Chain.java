package dev.loomtrace.bridge.boot.request;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Methods without arguments (or fields) of a server, each called on the result of the one before:
 * {@code getRequestURI.getPath}. Resolved once, by the types that they are declared with.
 */
final class Chain {
  /** The object itself. */
  static final String SELF = "";

  private static final Pattern DOT = Pattern.compile("\\.");
  private static final MethodType STEP = MethodType.methodType(Object.class, Object.class);

  private final MethodHandle[] steps;

  private Chain(MethodHandle[] steps) {
    this.steps = steps;
  }

  /**
   * Resolves a chain.
   *
   * @throws NoSuchMethodException if a type lacks a member; the message says which
   * @throws IllegalAccessException if it may not be used
   */
  static Chain of(Class<?> start, String names) throws ReflectiveOperationException {
    List<MethodHandle> steps = new ArrayList<>();
    Class<?> type = start;
    for (String name : names.equals(SELF) ? new String[0] : DOT.split(names, -1)) {
      MethodHandle step = step(type, name);
      type = step.type().returnType();
      steps.add(step.asType(STEP));
    }
    return new Chain(steps.toArray(MethodHandle[]::new));
  }

  /** A public method or, of a package that is opened to the agent, any method or field. */
  private static MethodHandle step(Class<?> type, String name) throws ReflectiveOperationException {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == 0 && !method.isBridge()) {
        try {
          return MethodHandles.publicLookup().unreflect(method);
        } catch (IllegalAccessException e) {
          break; // Public in a class that is not, which the agent may have had opened.
        }
      }
    }
    MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
    for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
      for (Field field : owner.getDeclaredFields()) {
        if (field.getName().equals(name) && !Modifier.isStatic(field.getModifiers())) {
          return lookup.unreflectGetter(field);
        }
      }
      for (Method method : owner.getDeclaredMethods()) {
        if (method.getName().equals(name) && method.getParameterCount() == 0) {
          return lookup.unreflect(method);
        }
      }
    }
    throw new NoSuchMethodException(type.getName() + " has no " + name);
  }

  /** What it leads to; null if something on the way is null. */
  Object get(Object start) throws Throwable {
    Object at = start;
    for (MethodHandle step : steps) {
      if (at == null) {
        return null;
      }
      at = (Object) step.invokeExact(at);
    }
    return at;
  }
}
