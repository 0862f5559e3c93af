package dev.loomtrace.bridge.boot.request;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What instrumented classes {@code org.slf4j.MDC} call: the chosen keys become attributes of the
 * task that is current when an application puts them there. And what an instrumented class of tasks
 * calls: those that are there when a task begins become attributes of it. Throws nothing into them.
 */
public final class MdcValues {
  /** Longest value that is recorded, in characters. */
  static final int MOST_CHARACTERS = 256;

  private static final AtomicLong RECORDED = new AtomicLong();

  private static volatile Set<String> keys = Set.of();
  private static volatile Class<?> ownTasks;

  /** Further ways to fail are not told apart. */
  private static final int MOST_REASONS = 16;

  // Guarded by the class.
  private static final Set<String> REASONS = new LinkedHashSet<>();
  private static boolean met;

  /** Those into which something that is recorded was put: each is initialised. */
  private static volatile List<WeakReference<Class<?>>> inUse = List.of();

  /** Whether the calling thread begins a task that takes no values, or reads some. */
  private static final ThreadLocal<Boolean> BUSY = new ThreadLocal<>();

  /**
   * One class {@code org.slf4j.MDC}.
   *
   * @param tasks of the same application
   * @param get reads a value; null: it cannot be read
   */
  private record Copy(TaskApi tasks, MethodHandle get) {}

  // By the class that was instrumented, so that nothing outlives its loader.
  private static final ClassValue<Copy> COPIES =
      new ClassValue<>() {
        @Override
        protected Copy computeValue(Class<?> mdc) {
          try {
            Copy copy = new Copy(TaskApi.of(mdc.getClassLoader(), ownTasks), getter(mdc));
            use(mdc);
            return copy;
          } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            decline(e.toString());
            return null;
          }
        }
      };

  private MdcValues() {}

  // By the agent, by reflection.

  /**
   * Makes it ready.
   *
   * @param tasks the agent's own class of tasks, for applications without one
   * @param chosen the keys
   * @return false if it was before
   */
  public static synchronized boolean prepare(Class<?> tasks, Set<String> chosen) {
    if (ownTasks != null) {
      return false;
    }
    keys = Set.copyOf(chosen);
    ownTasks = tasks;
    return true;
  }

  private static MethodHandle getter(Class<?> mdc) {
    try {
      return MethodHandles.publicLookup()
          .findStatic(mdc, "get", MethodType.methodType(String.class, String.class));
    } catch (ReflectiveOperationException e) {
      decline("values from before a task: " + e);
      return null;
    }
  }

  private static synchronized void use(Class<?> mdc) {
    List<WeakReference<Class<?>>> known = new ArrayList<>(inUse);
    known.removeIf(each -> each.refersTo(null) || each.refersTo(mdc));
    known.add(new WeakReference<>(mdc));
    inUse = List.copyOf(known);
  }

  /** An application's class is there. */
  public static synchronized void found() {
    met = true;
  }

  /** Something of it is not recorded, which is said once for each reason. */
  public static synchronized void decline(String reason) {
    if (REASONS.size() < MOST_REASONS && REASONS.add(reason)) {
      System.err.println(
          "loomtrace: values of org.slf4j.MDC are not recorded: "
              + reason
              + "; a newer Loomtrace may know this version");
    }
  }

  /** How it fares, as one line; none if nobody asked for it. */
  public static synchronized String[] state() {
    if (ownTasks == null) {
      return new String[0];
    }
    List<String> parts = new ArrayList<>();
    if (met) {
      parts.add("recorded");
    }
    REASONS.forEach(reason -> parts.add("declined: " + reason));
    if (parts.isEmpty()) {
      parts.add("no application's org.slf4j.MDC was met");
    }
    return new String[] {
      "keys "
          + String.join(", ", keys)
          + ": "
          + String.join(", ", parts)
          + ", "
          + RECORDED
          + " values"
    };
  }

  // By applications.

  /**
   * A value was put.
   *
   * @param mdc the class that says so
   */
  public static void put(Class<?> mdc, Object key, Object value) {
    try {
      record(mdc, key, value);
    } catch (Throwable t) {
      Suppressed.count();
    }
  }

  /** Values were put in the place of all others. */
  public static void putAll(Class<?> mdc, Object values) {
    try {
      if (values instanceof Map<?, ?> map) {
        for (String key : keys) {
          record(mdc, key, map.get(key));
        }
      }
    } catch (Throwable t) {
      Suppressed.count();
    }
  }

  private static void record(Class<?> mdc, Object key, Object value) throws Throwable {
    if (!(value instanceof String text) || !(key instanceof String name) || !keys.contains(name)) {
      return;
    }
    Copy copy = COPIES.get(mdc);
    Object task = copy == null ? null : copy.tasks().current();
    if (task != null) {
      copy.tasks().attribute(task, name, cut(text));
      RECORDED.getAndIncrement();
    }
  }

  // By tasks.

  /**
   * A task has begun on the calling thread. Only copies that the application has put something into
   * are asked, so that nothing is initialised.
   */
  public static void begun(Object task) {
    List<WeakReference<Class<?>>> asked = inUse;
    if (asked.isEmpty() || BUSY.get() != null) {
      return;
    }
    BUSY.set(true);
    try {
      for (WeakReference<Class<?>> each : asked) {
        Class<?> mdc = each.get();
        Copy copy = mdc == null ? null : COPIES.get(mdc);
        if (copy != null && copy.get() != null && copy.tasks().type() == task.getClass()) {
          read(copy, task);
        }
      }
    } catch (Throwable t) {
      Suppressed.count();
    } finally {
      BUSY.remove();
    }
  }

  private static void read(Copy copy, Object task) throws Throwable {
    for (String key : keys) {
      String value = (String) copy.get().invokeExact(key);
      if (value != null) {
        copy.tasks().attribute(task, key, cut(value));
        RECORDED.getAndIncrement();
      }
    }
  }

  /**
   * Begins a request's task. What is in the MDC of a server's thread before is not of this request:
   * an earlier one may have left it.
   */
  static Object withoutThoseBefore(TaskApi tasks, String name) throws Throwable {
    if (inUse.isEmpty()) {
      return tasks.open(name);
    }
    BUSY.set(true);
    try {
      return tasks.open(name);
    } finally {
      BUSY.remove();
    }
  }

  private static String cut(String text) {
    if (text.length() <= MOST_CHARACTERS) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
    return text.substring(0, splits ? MOST_CHARACTERS - 1 : MOST_CHARACTERS);
  }
}
