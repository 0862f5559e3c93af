package dev.loomtrace.trigger;

import dev.loomtrace.internal.ProblemLog;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/** The rules of one flight recorder about tasks, evaluated where a task ends. */
final class TaskRules {
  /** More names than this are no types but ids, and have no quantiles. */
  static final int MAX_NAMES = 500;

  private final List<Rule> rules;
  private final Sink sink;
  // By rule, for those with a quantile: of each name one.
  private final List<ConcurrentHashMap<String, RunningQuantile>> quantiles;

  TaskRules(List<Rule> rules, Sink sink) {
    this.rules = List.copyOf(rules);
    this.sink = sink;
    this.quantiles =
        rules.stream().map(rule -> new ConcurrentHashMap<String, RunningQuantile>()).toList();
  }

  /**
   * A task ends on this thread.
   *
   * @param lasted nanoseconds; negative: not known
   */
  void ended(long id, String name, long lasted, boolean failed) {
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      if (!rule.isAbout(name)) {
        continue;
      }
      if (rule.kind() == Rule.Kind.ERROR) {
        if (failed) {
          fire(i, id, name, Math.max(0, lasted), 0);
        }
      } else if (rule.kind() == Rule.Kind.TASK && lasted >= 0) {
        long limit = rule.quantile() == 0 ? rule.limitNanos() : quantile(i, rule, name, lasted);
        if (lasted > limit) {
          fire(i, id, name, lasted, limit);
        }
      }
    }
  }

  /** See {@link TaskWatch#forward}. */
  void forward(int rule, long thread, long taskId, String name, long lasted, long limit) {
    if (rule < rules.size()) {
      sink.fired(rule, thread, taskId, name, lasted, limit);
    }
  }

  private void fire(int rule, long id, String name, long lasted, long limit) {
    sink.fired(rule, Thread.currentThread().threadId(), id, name, lasted, limit);
  }

  private long quantile(int index, Rule rule, String name, long lasted) {
    ConcurrentHashMap<String, RunningQuantile> byName = quantiles.get(index);
    RunningQuantile quantile = byName.get(name);
    if (quantile == null) {
      if (byName.size() >= MAX_NAMES) {
        ProblemLog.failure(
            "tasks have more than " + MAX_NAMES + " names: trigger " + rule + " knows no others");
        return Long.MAX_VALUE;
      }
      quantile = byName.computeIfAbsent(name, any -> new RunningQuantile(rule.quantile()));
    }
    return quantile.add(lasted);
  }
}
