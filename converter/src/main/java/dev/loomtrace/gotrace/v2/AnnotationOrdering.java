package dev.loomtrace.gotrace.v2;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.TraceEvent;
import java.util.EnumMap;
import java.util.Map;

/**
 * Handlers of events that change nobody's state: metrics, labels, what users annotate, and
 * experiments. Arguments of users' events: a0 the task.
 */
final class AnnotationOrdering extends Handlers {
  /** On the wire a task without parent has this one. */
  private static final long NO_PARENT = 0;

  private static final int MOST_ARGUMENTS = 3;
  private static final Map<WireType, String[]> EXPERIMENTAL_ARGUMENTS = experimentalArguments();

  private record ActiveTask(String type, long parent) {}

  private static final ActiveTask UNKNOWN_TASK = new ActiveTask("", EventView.NO_TASK);

  private final StringTable strings;
  private final LongMap<ActiveTask> tasks = new LongMap<>();
  private final long[] values = new long[MOST_ARGUMENTS];

  AnnotationOrdering(OrderedEvents out, OrderState state, StringTable strings) {
    super(out, state);
    this.strings = strings;
  }

  /** The number of procs changes; a0 to what, a1 the stack. */
  Step procsChange(Cursor c, ThreadState t) {
    if (!canRun(t)) {
      return unfit(t, "a proc and a goroutine");
    }
    out.metric(c, t, TraceEvent.Metric.MAX_PROCS, c.a0);
    out.stack(c.a1);
    return Step.ADVANCED;
  }

  /** A size of the heap, a0. */
  Step heap(Cursor c, ThreadState t, String metric) {
    if (!hasProc(t)) {
      return unfit(t, "a proc");
    }
    out.metric(c, t, metric, c.a0);
    return Step.ADVANCED;
  }

  /** The running goroutine gets a name, a0. */
  Step label(Cursor c, ThreadState t) {
    if (!canRun(t)) {
      return unfit(t, "a proc and a goroutine");
    }
    out.goroutineLabel(c, t);
    out.text(c.a0);
    return Step.ADVANCED;
  }

  /**
   * A task begins; a1 the parent, a2 the type, a3 the stack. Ids may be used again after an end.
   */
  Step beginTask(Cursor c, ThreadState t) {
    if (!canRun(t)) {
      return unfit(t, "a proc and a goroutine");
    }
    if (tasks.get(c.a0) != null) {
      return out.broken(
          "found task " + Long.toUnsignedString(c.a0) + ", which is active, expected another id");
    }
    long parent = c.a1 == NO_PARENT ? EventView.NO_TASK : c.a1;
    out.task(EventKind.TASK_BEGIN, c, t, parent);
    out.text(c.a2);
    out.stack(c.a3);
    if (strings.has(c.a2)) {
      tasks.put(c.a0, new ActiveTask(strings.ofId(c.a2), parent));
    }
    return Step.ADVANCED;
  }

  /** A task ends; a1 the stack. Its begin need not be in the trace, and it may end twice. */
  Step endTask(Cursor c, ThreadState t) {
    if (!canRun(t)) {
      return unfit(t, "a proc and a goroutine");
    }
    ActiveTask task = tasks.remove(c.a0);
    if (task == null) {
      task = UNKNOWN_TASK;
    }
    out.task(EventKind.TASK_END, c, t, task.parent);
    out.text(task.type);
    out.stack(c.a1);
    return Step.ADVANCED;
  }

  /** The running goroutine enters a region; a1 the type, a2 the stack. */
  Step beginRegion(Cursor c, ThreadState t) {
    GoroutineState g = state.goroutine(t);
    if (!canRun(t) || g == null) {
      return unfit(t, "a proc and a goroutine that is known");
    }
    region(EventKind.REGION_BEGIN, c, t);
    if (strings.has(c.a1)) {
      g.beginRegion(c.a0, strings.ofId(c.a1));
    }
    return Step.ADVANCED;
  }

  /** It leaves the innermost region. */
  Step endRegion(Cursor c, ThreadState t) {
    GoroutineState g = state.goroutine(t);
    if (!canRun(t) || g == null) {
      return unfit(t, "a proc and a goroutine that is known");
    }
    if (strings.has(c.a1) && !g.endRegion(c.a0, strings.ofId(c.a1))) {
      return out.broken(
          "found the end of region \""
              + strings.ofId(c.a1)
              + "\" of task "
              + Long.toUnsignedString(c.a0)
              + ", expected that of "
              + g.innermostRegion());
    }
    region(EventKind.REGION_END, c, t);
    return Step.ADVANCED;
  }

  private void region(EventKind kind, Cursor c, ThreadState t) {
    out.region(kind, c, t);
    out.text(c.a1);
    out.stack(c.a2);
  }

  /** A log; a1 the category, a2 the message, a3 the stack. */
  Step log(Cursor c, ThreadState t) {
    if (!canRun(t)) {
      return unfit(t, "a proc and a goroutine");
    }
    out.log(c, t);
    out.text(c.a1);
    out.secondText(c.a2);
    out.stack(c.a3);
    return Step.ADVANCED;
  }

  /** An event of an experiment: shown with its arguments, not understood. */
  Step experimental(Cursor c, ThreadState t, WireType type) {
    if (!hasThread(t)) {
      return unfit(t, "a thread");
    }
    values[0] = c.a0;
    values[1] = c.a1;
    values[2] = c.a2;
    out.experimental(c, t, type, EXPERIMENTAL_ARGUMENTS.get(type), values);
    return Step.ADVANCED;
  }

  private static Map<WireType, String[]> experimentalArguments() {
    Map<WireType, String[]> names = new EnumMap<>(WireType.class);
    for (WireType type : WireType.values()) {
      if (type.isExperimental()) {
        int count = type.arguments().size();
        names.put(type, type.arguments().subList(1, count).toArray(String[]::new));
      }
    }
    return names;
  }
}
