package dev.loomtrace.bridge.boot.request;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What instrumented classes {@code org.slf4j.MDC} call: the chosen keys become attributes of the
 * task that is current when an application puts them there. Throws nothing into them.
 */
public final class MdcValues {
  /** Longest value that is recorded, in characters. */
  static final int MOST_CHARACTERS = 256;

  private static final AtomicLong RECORDED = new AtomicLong();

  private static volatile Set<String> keys = Set.of();
  private static volatile Class<?> ownTasks;
  private static volatile String state = "no application's org.slf4j.MDC was met";

  // By the class that was instrumented, so that nothing outlives its loader.
  private static final ClassValue<TaskApi> TASKS =
      new ClassValue<>() {
        @Override
        protected TaskApi computeValue(Class<?> mdc) {
          try {
            return TaskApi.of(mdc.getClassLoader(), ownTasks);
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

  /** An application's class is there. */
  public static void found() {
    state = "recorded";
  }

  /** Nothing of it is recorded, which is said. */
  public static void decline(String reason) {
    String why = reason + "; a newer Loomtrace may know this version";
    state = "declined: " + why;
    System.err.println("loomtrace: values of org.slf4j.MDC are not recorded: " + why);
  }

  /** How it fares, as one line; none if nobody asked for it. */
  public static String[] state() {
    return ownTasks == null
        ? new String[0]
        : new String[] {
          "keys "
              + String.join(", ", List.copyOf(keys))
              + ": "
              + state
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
    TaskApi tasks = TASKS.get(mdc);
    Object task = tasks == null ? null : tasks.current();
    if (task != null) {
      tasks.attribute(task, name, cut(text));
      RECORDED.getAndIncrement();
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
