package dev.loomtrace.jfr.simulation;

import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.LogText;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.Waker;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** Builds events with strictly ascending times and keeps them until they are asked for. */
final class Emitter {
  private final Queue<TraceEvent> events = new ArrayDeque<>();
  private long last;
  private long syncs;

  TraceEvent poll() {
    return events.poll();
  }

  /** Time of the last event. */
  long last() {
    return last;
  }

  private long stamp(long time) {
    last = Math.max(time, last + 1);
    return last;
  }

  private static Context context(Machine m) {
    return new Context(
        m.goroutine == null ? EventView.NO_GOROUTINE : m.goroutine.id,
        m.proc == Machine.NO_PROC ? EventView.NO_PROC : m.proc,
        m.id);
  }

  void sync(long time, Optional<ClockSnapshot> clock) {
    long at = stamp(time);
    syncs++;
    events.add(
        new TraceEvent.Sync(
            at, syncs, clock.map(c -> new ClockSnapshot(at, at, c.wallTime())), Map.of()));
  }

  long syncs() {
    return syncs;
  }

  void proc(long time, Machine m, int proc, ProcState from, ProcState to) {
    events.add(new TraceEvent.ProcTransition(stamp(time), context(m), Stack.NONE, proc, from, to));
  }

  /** A goroutine starts, goes on or ends. */
  void transition(long time, Machine m, Goroutine g, GoState to) {
    transition(time, m, g, to, WaitCause.NONE, Stack.NONE, Stack.NONE, 1, Waker.NONE);
  }

  /** A goroutine begins to exist, at this place of its creator's. */
  void create(long time, Machine m, Goroutine g, GoState state, Stack at) {
    transition(time, m, g, state, WaitCause.NONE, at, Stack.NONE, 1, Waker.NONE);
  }

  /**
   * A goroutine stops.
   *
   * @param why the reason, which need not be the one of the recorded wait
   */
  void stop(long time, Machine m, Goroutine g, GoState to, WaitCause why, Cause cause) {
    Stack stack = cause.stack();
    transition(time, m, g, to, why, stack, stack, cause.weight(), Waker.NONE);
  }

  /** A goroutine that waits is made runnable. */
  void wake(long time, Machine m, Goroutine g, Waker waker) {
    transition(time, m, g, GoState.RUNNABLE, WaitCause.NONE, Stack.NONE, Stack.NONE, 1, waker);
  }

  private void transition(
      long time,
      Machine m,
      Goroutine g,
      GoState to,
      WaitCause why,
      Stack causing,
      Stack own,
      double weight,
      Waker waker) {
    events.add(
        new TraceEvent.GoTransition(
            stamp(time),
            context(m),
            causing,
            g.id,
            g.state,
            to,
            why,
            own,
            own.isNone() ? 0 : weight,
            waker,
            g.thread));
    g.state = to;
  }

  void taskBegin(long time, Machine m, long id, long parent, String name) {
    events.add(
        new TraceEvent.TaskBegin(
            stamp(time),
            context(m),
            Stack.NONE,
            id,
            parent == 0 ? EventView.NO_TASK : parent,
            name));
  }

  void taskEnd(long time, Machine m, long id, long parent, String name) {
    events.add(
        new TraceEvent.TaskEnd(
            stamp(time),
            context(m),
            Stack.NONE,
            id,
            parent == 0 ? EventView.NO_TASK : parent,
            name));
  }

  void region(long time, Machine m, boolean begin, long task, String name) {
    long at = stamp(time);
    events.add(
        begin
            ? new TraceEvent.RegionBegin(at, context(m), Stack.NONE, task, name)
            : new TraceEvent.RegionEnd(at, context(m), Stack.NONE, task, name));
  }

  void log(long time, Machine m, long task, LogText text) {
    events.add(
        new TraceEvent.Log(
            stamp(time), context(m), Stack.NONE, task, text.category(), text.message()));
  }

  void sample(long time, Machine m, long goroutine, Stack stack) {
    Context here = context(m);
    events.add(
        new TraceEvent.StackSample(
            stamp(time), new Context(goroutine, here.proc(), here.thread()), stack));
  }

  void metric(long time, Machine m, String name, long value) {
    events.add(new TraceEvent.Metric(stamp(time), context(m), Stack.NONE, name, value));
  }

  void range(long time, Machine m, boolean begin, String name, ResourceKind scope, long id) {
    long at = stamp(time);
    events.add(
        begin
            ? new TraceEvent.RangeBegin(at, context(m), Stack.NONE, name, scope, id)
            : new TraceEvent.RangeEnd(at, context(m), Stack.NONE, name, scope, id, List.of()));
  }
}
