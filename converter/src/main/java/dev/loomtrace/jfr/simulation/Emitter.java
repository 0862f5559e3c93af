package dev.loomtrace.jfr.simulation;

import dev.loomtrace.jfr.operation.Cause;
import dev.loomtrace.jfr.operation.LogText;
import dev.loomtrace.jfr.simulation.Goroutine.Machine;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.Waker;
import java.util.List;
import java.util.Optional;

/** Puts events with strictly ascending times into a batch. */
final class Emitter {
  private EventBatch batch = new EventBatch();
  private long last;
  private long first = Long.MIN_VALUE;
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

  /** Only what is older than the trace has a time of its own, apart from that of its event. */
  private void began(PendingEvent event, long since) {
    event.since = since < first ? since : event.time;
  }

  private PendingEvent add(EventKind kind, long time, Machine m) {
    PendingEvent event = batch.add(kind, stamp(time));
    event.goroutine = m.goroutine == null ? Context.NO_GOROUTINE : m.goroutine.id;
    event.proc = m.proc == Machine.NO_PROC ? Context.NO_PROC : m.proc;
    event.thread = m.id;
    return event;
  }

  void sync(long time, Optional<ClockSnapshot> clock, List<LockOwner> lockOwners) {
    PendingEvent event = batch.add(EventKind.SYNC, stamp(time));
    long at = event.time;
    first = syncs == 0 ? at : first;
    event.id = ++syncs;
    event.lockOwners = lockOwners;
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

  /** A goroutine begins to exist and can run, at this place of its creator's. */
  void create(long time, Machine m, Goroutine g, Stack at) {
    transition(time, m, g, GoState.RUNNABLE, WaitCause.NONE, at, Stack.NONE, 1, Waker.NONE);
  }

  /** A goroutine is there, and waits since then, for this reason. */
  void waits(long time, long since, Machine m, Goroutine g, WaitCause why, Cause cause) {
    Stack stack = cause.stack();
    began(
        transition(time, m, g, GoState.WAITING, why, Stack.NONE, stack, cause.weight(), Waker.NONE),
        since);
  }

  /**
   * A goroutine stops.
   *
   * @param why the reason, which need not be the one of the recorded wait
   */
  void stop(long time, Machine m, Goroutine g, GoState to, WaitCause why, Cause cause) {
    stop(time, time, m, g, to, why, cause);
  }

  /**
   * The same.
   *
   * @param since when it did
   */
  void stop(long time, long since, Machine m, Goroutine g, GoState to, WaitCause why, Cause cause) {
    Stack stack = cause.stack();
    began(transition(time, m, g, to, why, stack, stack, cause.weight(), Waker.NONE), since);
  }

  /** A goroutine that waits is made runnable. */
  void wake(long time, Machine m, Goroutine g, Waker waker) {
    transition(time, m, g, GoState.RUNNABLE, WaitCause.NONE, Stack.NONE, Stack.NONE, 1, waker);
  }

  /** A goroutine goes on that kept its machine; what ended its wait. */
  void goOn(long time, Machine m, Goroutine g, Waker by) {
    transition(time, m, g, GoState.RUNNING, WaitCause.NONE, Stack.NONE, Stack.NONE, 1, by);
  }

  private PendingEvent transition(
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
    g.lockOwner = g.state == to ? g.lockOwner : LockOwner.NONE;
    g.state = to;
    g.why = why;
    g.waitsUntil = 0;
    return event;
  }

  /**
   * A task begins.
   *
   * @param since when it did
   */
  void taskBegin(long time, long since, Machine m, long id, long parent, String name) {
    began(task(EventKind.TASK_BEGIN, time, m, id, parent, name), since);
  }

  void taskEnd(long time, Machine m, long id, long parent, String name) {
    task(EventKind.TASK_END, time, m, id, parent, name);
  }

  private PendingEvent task(
      EventKind kind, long time, Machine m, long id, long parent, String name) {
    PendingEvent event = add(kind, time, m);
    event.id = id;
    event.parent = parent == 0 ? EventView.NO_TASK : parent;
    event.text = name;
    return event;
  }

  /**
   * A region begins.
   *
   * @param since when it did
   */
  void regionBegin(long time, long since, Machine m, long task, String name) {
    began(region(EventKind.REGION_BEGIN, time, m, task, name), since);
  }

  void regionEnd(long time, Machine m, long task, String name) {
    region(EventKind.REGION_END, time, m, task, name);
  }

  private PendingEvent region(EventKind kind, long time, Machine m, long task, String name) {
    PendingEvent event = add(kind, time, m);
    event.id = task;
    event.text = name;
    return event;
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
