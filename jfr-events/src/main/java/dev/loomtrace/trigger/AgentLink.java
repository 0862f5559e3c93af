package dev.loomtrace.trigger;

import dev.loomtrace.internal.ProblemLog;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the agent has on the bootstrap path for triggers, if there is one in this JVM. Both sides
 * exchange types of the JDK only: they may be of different versions.
 */
public final class AgentLink {
  private static final String ROOM = "dev.loomtrace.bridge.boot.trigger.";

  private AgentLink() {}

  /** Whether the agent is in this JVM, and its hooks are in place. */
  public static boolean isInstalled() {
    try {
      Class<?> boot = Class.forName("dev.loomtrace.bridge.boot.Boot", true, null);
      return (boolean) boot.getMethod("isInstalled").invoke(null);
    } catch (ReflectiveOperationException | LinkageError | SecurityException e) {
      return false;
    }
  }

  /** A class of the agent's on the bootstrap path; null if there is none. */
  static Class<?> type(String name) {
    try {
      return Class.forName(ROOM + name, true, null);
    } catch (ClassNotFoundException | LinkageError | SecurityException e) {
      return null;
    }
  }

  /** Rules that the agent was given about tasks of the application; null: none. */
  static TaskRules taskRules() {
    Class<?> port = type("TaskPort");
    if (port == null) {
      return null;
    }
    try {
      String[] texts = (String[]) port.getMethod("rules").invoke(null);
      if (texts.length == 0) {
        return null;
      }
      List<Rule> rules = new ArrayList<>();
      for (String text : texts) {
        rules.add(RuleText.rule(text));
      }
      Method fired = port.getMethod("fired", Object[].class);
      return new TaskRules(
          rules,
          (rule, thread, taskId, name, lasted, limit) ->
              call(fired, (Object) new Object[] {rule, thread, taskId, name, lasted, limit}));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      ProblemLog.failure("the agent's triggers know no tasks, it is of another version: " + e);
      return null;
    }
  }

  /**
   * Of the agent's own copy of these classes: tells the tasks of applications of its triggers.
   *
   * @param rules none if no task matters
   * @param sink takes what they tell
   * @param state how the flight recorder fares, a line each
   */
  public static void offer(List<String> rules, Sink sink, Supplier<List<String>> state) {
    Class<?> port = type("TaskPort");
    if (port == null) {
      throw new IllegalStateException("the agent is not installed");
    }
    Consumer<Object[]> told =
        what ->
            sink.fired(
                (Integer) what[0],
                (Long) what[1],
                (Long) what[2],
                (String) what[3],
                (Long) what[4],
                (Long) what[5]);
    Supplier<String[]> report = () -> state.get().toArray(String[]::new);
    try {
      port.getMethod("offer", String[].class, Consumer.class, Supplier.class)
          .invoke(null, rules.toArray(String[]::new), told, report);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the agent is of another version", e);
    }
  }

  /** Calls one of its static methods; null, and said once, if that fails. */
  static Object call(Method method, Object... arguments) {
    try {
      return method.invoke(null, arguments);
    } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
      ProblemLog.failure("the agent cannot be told of triggers: " + e);
      return null;
    }
  }
}
