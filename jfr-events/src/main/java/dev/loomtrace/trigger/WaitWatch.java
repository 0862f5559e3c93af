package dev.loomtrace.trigger;

import dev.loomtrace.internal.ProblemLog;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/**
 * Has the agent watch waits. Its hooks compare and note; {@link #look} fetches what they have
 * noted, by a thread that may take its time.
 */
final class WaitWatch {
  private static final int RULE = 0;
  private static final int THREAD = 1;
  private static final int NAME = 2;
  private static final int LASTED = 3;
  private static final int MORE = 4;
  private static final int FIELDS = 5;

  /** At a look; else who notes without end would keep the thread that also starts chunks. */
  private static final int MOST = 100;

  private final List<Rule> rules;
  private final Sink sink;
  private final Object inbox;
  private final Method take;
  private final Method close;

  private WaitWatch(List<Rule> rules, Sink sink, Object inbox, Method take, Method close) {
    this.rules = rules;
    this.sink = sink;
    this.inbox = inbox;
    this.take = take;
    this.close = close;
  }

  /**
   * Asks the agent to watch.
   *
   * @param rules all of the sink's; those about tasks are left out
   * @return null if it cannot: there is no agent, which is said once
   */
  static WaitWatch open(List<Rule> rules, Sink sink) {
    Class<?> port = AgentLink.type("WaitPort");
    if (port == null || !AgentLink.isInstalled()) {
      ProblemLog.failure(
          "triggers of waits need the agent, which is not in this JVM; ignored: " + ofWaits(rules));
      return null;
    }
    try {
      int count = rules.size();
      String[] kinds = new String[count];
      long[] nanos = new long[count];
      int[] reasons = new int[count];
      String[][] classes = new String[count][];
      for (int i = 0; i < count; i++) {
        Rule rule = rules.get(i);
        WaitKind reason = rule.kind() == Rule.Kind.BLOCKED ? WaitKind.of(rule.subject()) : null;
        kinds[i] = rule.kind().isOfTasks() ? "" : rule.kind().word();
        nanos[i] = rule.limitNanos();
        reasons[i] = reason == null ? 0 : reason.code();
        classes[i] = reason == null ? new String[0] : reason.classes();
      }
      Object inbox =
          port.getMethod("open", String[].class, long[].class, int[].class, String[][].class)
              .invoke(null, kinds, nanos, reasons, classes);
      return new WaitWatch(
          rules,
          sink,
          inbox,
          port.getMethod("take", Object.class),
          port.getMethod("close", Object.class));
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      ProblemLog.failure("triggers of waits are ignored, the agent is of another version: " + e);
      return null;
    }
  }

  private static List<String> ofWaits(List<Rule> rules) {
    List<String> texts = new ArrayList<>();
    for (Rule rule : rules) {
      if (!rule.kind().isOfTasks()) {
        texts.add(rule.text());
      }
    }
    return texts;
  }

  /** Hands on what has been noted since the last look. */
  void look() {
    for (int i = 0; i < MOST; i++) {
      if (!(AgentLink.call(take, inbox) instanceof Object[] noted) || noted.length < FIELDS) {
        return;
      }
      int rule = (Integer) noted[RULE];
      sink.missed((Long) noted[MORE]);
      sink.fired(
          rule,
          (Long) noted[THREAD],
          /* taskId= */ 0,
          (String) noted[NAME],
          (Long) noted[LASTED],
          rules.get(rule).limitNanos());
    }
  }

  void close() {
    AgentLink.call(close, inbox);
  }
}
