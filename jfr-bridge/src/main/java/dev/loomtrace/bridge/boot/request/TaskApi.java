package dev.loomtrace.bridge.boot.request;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The library of tasks, as far as requests need it: the application's own copy where there is one,
 * so that what the application itself begins is inside the request.
 */
final class TaskApi {
  private static final String TASK = "dev.loomtrace.Task";

  private final Class<?> type;
  private final Object background;
  private final MethodHandle enabled;
  private final MethodHandle current;
  private final MethodHandle open;
  private final MethodHandle attach;
  private final MethodHandle close;
  private final MethodHandle rename;
  private final MethodHandle attribute;
  private final MethodHandle fail;
  private final MethodHandle end;

  private TaskApi(Class<?> task) throws ReflectiveOperationException {
    type = task;
    MethodHandles.Lookup lookup = MethodHandles.publicLookup();
    Class<?> scope = task.getMethod("attach").getReturnType();
    background = task.getField("BACKGROUND").get(null);
    enabled = lookup.findStatic(task, "isEnabled", MethodType.methodType(boolean.class));
    current =
        lookup
            .findStatic(task, "current", MethodType.methodType(task))
            .asType(MethodType.methodType(Object.class));
    open =
        lookup
            .findStatic(task, "open", MethodType.methodType(task, String.class))
            .asType(MethodType.methodType(Object.class, String.class));
    attach = on(lookup, task, "attach", scope);
    close = on(lookup, scope, "close", void.class);
    rename = ignoringResult(on(lookup, task, "rename", task, String.class));
    attribute = ignoringResult(on(lookup, task, "attribute", task, String.class, String.class));
    fail = ignoringResult(on(lookup, task, "fail", task, Throwable.class));
    end = on(lookup, task, "end", void.class);
  }

  private static MethodHandle on(
      MethodHandles.Lookup lookup,
      Class<?> owner,
      String name,
      Class<?> result,
      Class<?>... arguments)
      throws ReflectiveOperationException {
    MethodHandle handle = lookup.findVirtual(owner, name, MethodType.methodType(result, arguments));
    MethodType type = handle.type().changeParameterType(0, Object.class);
    return handle.asType(type.changeReturnType(result == void.class ? result : Object.class));
  }

  private static MethodHandle ignoringResult(MethodHandle handle) {
    return handle.asType(handle.type().changeReturnType(void.class));
  }

  /**
   * The library that code of this loader uses; else that of the application's class path.
   *
   * @param otherwise the agent's own copy of the class of tasks
   */
  static TaskApi of(ClassLoader loader, Class<?> otherwise) throws ReflectiveOperationException {
    for (ClassLoader each : new ClassLoader[] {loader, ClassLoader.getSystemClassLoader()}) {
      try {
        return new TaskApi(Class.forName(TASK, true, each));
      } catch (ReflectiveOperationException | LinkageError e) {
        // It has none, or one from before there was all this.
      }
    }
    return new TaskApi(otherwise);
  }

  /** The class of its tasks. */
  Class<?> type() {
    return type;
  }

  /** Whether a recording wants tasks. */
  boolean isEnabled() throws Throwable {
    return (boolean) enabled.invokeExact();
  }

  /** The task of the calling thread; null if it is in none, or no recording wants tasks. */
  @SuppressWarnings("ReferenceEquality") // There is one such object.
  Object current() throws Throwable {
    Object task = (Object) current.invokeExact();
    return task == background ? null : task;
  }

  /** A task that is current nowhere; null if no recording wants it. */
  @SuppressWarnings("ReferenceEquality") // There is one such object.
  Object open(String name) throws Throwable {
    Object task = (Object) open.invokeExact(name);
    return task == background ? null : task;
  }

  /** Makes it current; {@link #close} what this returns. */
  Object attach(Object task) throws Throwable {
    return (Object) attach.invokeExact(task);
  }

  void close(Object scope) throws Throwable {
    close.invokeExact(scope);
  }

  void rename(Object task, String name) throws Throwable {
    rename.invokeExact(task, name);
  }

  void attribute(Object task, String key, String value) throws Throwable {
    attribute.invokeExact(task, key, value);
  }

  void fail(Object task, Throwable cause) throws Throwable {
    fail.invokeExact(task, cause);
  }

  void end(Object task) throws Throwable {
    end.invokeExact(task);
  }
}
