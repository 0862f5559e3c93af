package dev.loomtrace.analysis;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WaitReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a trace in which threads run on procs; times are in millions. */
final class Procs {
  static final long MILLION = 1_000_000;

  private final List<TraceEvent> events = new ArrayList<>();

  Procs(int procs) {
    events.add(new TraceEvent.Sync(0, 1, Optional.empty(), Map.of()));
    events.add(
        new TraceEvent.Metric(0, Context.NONE, Stack.NONE, TraceEvent.Metric.MAX_PROCS, procs));
    for (int proc = 0; proc < procs; proc++) {
      Context thread = new Context(Context.NO_GOROUTINE, Context.NO_PROC, 100 + proc);
      events.add(
          new TraceEvent.ProcTransition(
              0, thread, Stack.NONE, proc, ProcState.NOT_EXIST, ProcState.RUNNING));
    }
  }

  Procs go(double time, long id, long proc, GoState from, GoState to, WaitCause why, String where) {
    Stack stack = where.isEmpty() ? Stack.NONE : Story.stack(where);
    events.add(
        new TraceEvent.GoTransition(
            Math.round(time * MILLION),
            new Context(
                from.executing() ? id : Context.NO_GOROUTINE,
                proc,
                proc == Context.NO_PROC ? Context.NO_THREAD : 100 + proc),
            Stack.NONE,
            id,
            from,
            to,
            why,
            stack));
    return this;
  }

  Procs create(double time, long id, String start) {
    return go(
        time, id, Context.NO_PROC, GoState.NOT_EXIST, GoState.RUNNABLE, WaitCause.NONE, start);
  }

  Procs start(double time, long id, long proc) {
    return go(time, id, proc, GoState.RUNNABLE, GoState.RUNNING, WaitCause.NONE, "");
  }

  Procs block(double time, long id, long proc, String where) {
    WaitCause sleep = WaitCause.of(WaitReason.SLEEP);
    return go(time, id, proc, GoState.RUNNING, GoState.WAITING, sleep, where);
  }

  /** A goroutine on a proc, each of which has a thread. */
  private static Context on(long id, long proc) {
    return new Context(id, proc, 100 + proc);
  }

  Procs sample(double time, long id, long proc, String where) {
    events.add(
        new TraceEvent.StackSample(Math.round(time * MILLION), on(id, proc), Story.stack(where)));
    return this;
  }

  /** A task begins, on whatever proc. */
  Procs beginTask(double time, long id, long proc, long task) {
    events.add(
        new TraceEvent.TaskBegin(
            Math.round(time * MILLION), on(id, proc), Stack.NONE, task, 0, "order"));
    return this;
  }

  Procs endTask(double time, long id, long proc, long task) {
    events.add(
        new TraceEvent.TaskEnd(
            Math.round(time * MILLION), on(id, proc), Stack.NONE, task, 0, "order"));
    return this;
  }

  /** The world is stopped, or goes on. */
  Procs stop(double time, boolean begins) {
    String name = RangeKind.stopTheWorldName("test");
    long when = Math.round(time * MILLION);
    events.add(
        begins
            ? new TraceEvent.RangeBegin(when, Context.NONE, Stack.NONE, name, ResourceKind.NONE, 0)
            : new TraceEvent.RangeEnd(
                when, Context.NONE, Stack.NONE, name, ResourceKind.NONE, 0, List.of()));
    return this;
  }

  /** Waits no longer. */
  Procs wake(double time, long id) {
    return go(time, id, Context.NO_PROC, GoState.WAITING, GoState.RUNNABLE, WaitCause.NONE, "");
  }

  /** The trace so far. */
  TraceReader trace() {
    return new ListTraceReader(events);
  }

  static CodePlace site(String function) {
    Frame frame = Story.stack(function).frames().getLast();
    return new CodePlace(new Frame(0, frame.function(), frame.file(), frame.line()));
  }
}
