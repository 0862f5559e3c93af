package dev.loomtrace.trigger;

import dev.loomtrace.internal.ProblemLog;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches tasks for flight recorders with rules about them: that of the application, and that of
 * the agent. Without any it costs a task one look at a flag when it starts, and one comparison when
 * it ends.
 */
public final class TaskWatch {
  /** The start of a task that is not watched. */
  public static final long NOT_WATCHED = 0;

  private static final TaskRules[] NOBODY = {};

  private static volatile TaskRules[] watching = NOBODY;
  private static TaskRules agents; // Guarded by the class.

  static {
    connect();
  }

  private TaskWatch() {}

  /**
   * Has tasks watched for the agent too, if it asks for that. Also called by an agent that is
   * attached later.
   */
  public static synchronized void connect() {
    if (agents == null) {
      agents = AgentLink.taskRules();
      if (agents != null) {
        add(agents);
      }
    }
  }

  /** Has tasks watched from now on, until what is returned is run. */
  static Runnable add(List<Rule> rules, Sink sink) {
    TaskRules added = new TaskRules(rules, sink);
    add(added);
    return () -> remove(added);
  }

  private static synchronized void add(TaskRules added) {
    List<TaskRules> all = new ArrayList<>(List.of(watching));
    all.add(added);
    watching = all.toArray(NOBODY);
  }

  private static synchronized void remove(TaskRules rules) {
    List<TaskRules> all = new ArrayList<>(List.of(watching));
    all.remove(rules);
    watching = all.isEmpty() ? NOBODY : all.toArray(NOBODY);
  }

  /** A task starts now: what it is to give to {@link #ended}. */
  public static long start() {
    if (watching.length == 0) {
      return NOT_WATCHED;
    }
    long now = System.nanoTime();
    return now == NOT_WATCHED ? 1 : now;
  }

  /**
   * A task has ended on this thread, and has been recorded. Never throws.
   *
   * @param start what {@link #start} returned
   */
  public static void ended(long start, long id, String name, boolean failed) {
    try {
      long lasted = start == NOT_WATCHED ? -1 : System.nanoTime() - start;
      for (TaskRules rules : watching) {
        rules.ended(id, name, lasted, failed);
      }
    } catch (RuntimeException | Error e) {
      ProblemLog.failure("triggers of tasks cannot be evaluated: " + e);
    }
  }

  /**
   * Of the agent's own copy: a task of the application, which has another copy, broke a rule of the
   * flight recorder that watches here. See {@link Sink#fired}.
   */
  public static void forward(
      int rule, long thread, long taskId, String name, long lasted, long limit) {
    for (TaskRules rules : watching) {
      rules.forward(rule, thread, taskId, name, lasted, limit);
    }
  }
}
