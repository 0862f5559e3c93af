package dev.loomtrace.bridge.boot.trigger;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Where an application's tasks learn of the agent's triggers, and tell of those that broke one. The
 * classes of tasks look here when they are initialised.
 */
public final class TaskPort {
  private static volatile String[] rules = {};
  private static volatile Consumer<Object[]> told = what -> {};
  private static volatile Supplier<String[]> state;

  private TaskPort() {}

  /**
   * The agent's flight recorder has these triggers.
   *
   * @param texts of its triggers; those that are not about tasks too, so that each keeps its index
   * @param sink is told of a task: index of the rule, thread, id of the task, name, nanoseconds,
   *     limit in nanoseconds
   * @param report says how it fares, a line each
   */
  public static void offer(String[] texts, Consumer<Object[]> sink, Supplier<String[]> report) {
    told = sink;
    state = report;
    rules = texts.clone();
  }

  /** Whether there is a flight recorder of the agent's. */
  public static boolean isTaken() {
    return state != null;
  }

  /** The triggers. */
  public static String[] rules() {
    return rules.clone();
  }

  /** A task broke one. */
  public static void fired(Object[] what) {
    told.accept(what);
  }

  /** How the flight recorder fares, a line each; empty if there is none. */
  public static String[] state() {
    Supplier<String[]> report = state;
    return report == null ? new String[0] : report.get();
  }
}
