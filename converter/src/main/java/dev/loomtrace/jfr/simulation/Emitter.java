package dev.loomtrace.jfr.simulation;

import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.LogText;
import dev.loomtrace.jfr.simulation.Goroutine.Machine;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.Waker;
import java.util.Optional;

/** Puts events with strictly ascending times into a batch. */
final class Emitter {
  private EventBatch batch = new EventBatch();
  private long last;
  private long syncs;

  /** Events are added to this batch from now on. */
  void into(EventBatch value) {
    batch = value;
  }

  void repaired(Repairs.Kind kind, long time, long goroutine) {
    batch.repaired(kind, time, goroutine);
  }

  /** Time of the last event. */
  long last() {
    return last;
  }

  private long stamp(long time) {
    last = Math.max(time, last + 1);
    return last;
  }

  private PendingEvent add(EventKind kind, long time, Machine m) {
    PendingEvent event = batch.add(kind, stamp(time));
    event.goroutine = m.goroutine == null ? Context.NO_GOROUTINE : m.goroutine.id;
    event.proc = m.proc == Machine.NO_PROC ? Context.NO_PROC : m.proc;
    event.thread = m.id;
    return event;
  }

  void sync(long time, Optional<ClockSnapshot> clock) {
    PendingEvent event = batch.add(EventKind.SYNC, stamp(time));
    long at = event.time;
    event.id = ++syncs;
    event.clock = clock.map(c -> new ClockSnapshot(at, at, c.wallTime()));
  }

  long syncs() {
    return syncs;
  }

  void proc(long time, Machine m, int proc, ProcState from, ProcState to) {
    PendingEvent event = add(EventKind.PROC_TRANSITION, time, m);
    event.id = proc;
    event.procFrom = from;
    event.procTo = to;
  }

  /** A goroutine starts, goes on or ends. */
  void transition(long time, Machine m, Goroutine g, GoState to) {
    transition(time, m, g, to, WaitCause.NONE, Stack.NONE, Stack.NONE, 1, Waker.NONE);
  }

  /**
   * A goroutine begins to exist, at this place of its creator's.
   *
   * @param cause why it waits, if it does so already: its stack is the goroutine's own
   */
  void create(long time, Machine m, Goroutine g, GoState state, Stack at, Cause cause) {
    transition(time, m, g, state, cause.why(), at, cause.stack(), cause.weight(), Waker.NONE);
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
    PendingEvent event = add(EventKind.GO_TRANSITION, time, m);
    event.stack = causing;
    event.id = g.id;
    event.goFrom = g.state;
    event.goTo = to;
    event.cause = why;
    event.waker = waker;
    event.of = g.thread;
    event.ownStack = own;
    event.stackWeight = own.isNone() ? 0 : weight;
    g.state = to;
    g.why = why;
    g.waitsUntil = 0;
  }

  void taskBegin(long time, Machine m, long id, long parent, String name) {
    task(EventKind.TASK_BEGIN, time, m, id, parent, name);
  }

  void taskEnd(long time, Machine m, long id, long parent, String name) {
    task(EventKind.TASK_END, time, m, id, parent, name);
  }

  private void task(EventKind kind, long time, Machine m, long id, long parent, String name) {
    PendingEvent event = add(kind, time, m);
    event.id = id;
    event.parent = parent == 0 ? EventView.NO_TASK : parent;
    event.text = name;
  }

  void region(long time, Machine m, boolean begin, long task, String name) {
    PendingEvent event = add(begin ? EventKind.REGION_BEGIN : EventKind.REGION_END, time, m);
    event.id = task;
    event.text = name;
  }

  void log(long time, Machine m, long task, LogText text) {
    PendingEvent event = add(EventKind.LOG, time, m);
    event.id = task;
    event.text = text.category();
    event.secondText = text.message();
  }

  void sample(long time, Machine m, long goroutine, Stack stack) {
    PendingEvent event = add(EventKind.STACK_SAMPLE, time, m);
    event.goroutine = goroutine;
    event.stack = stack;
  }

  void metric(long time, Machine m, String name, long value) {
    PendingEvent event = add(EventKind.METRIC, time, m);
    event.text = name;
    event.id = value;
  }

  void range(long time, Machine m, boolean begin, String name, ResourceKind scope, long id) {
    PendingEvent event = add(begin ? EventKind.RANGE_BEGIN : EventKind.RANGE_END, time, m);
    event.text = name;
    event.scope = scope;
    event.id = id;
  }
}
