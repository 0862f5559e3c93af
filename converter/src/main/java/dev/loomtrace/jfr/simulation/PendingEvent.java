package dev.loomtrace.jfr.simulation;

import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.LockOwner;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.Waker;
import java.util.List;
import java.util.Optional;

/**
 * An event that has not been read yet; reused for others. Which fields it has depends on its kind,
 * as in {@link EventView}.
 */
final class PendingEvent {
  EventKind kind;
  long time;

  /** When what begins with it began: its time, or before the trace. */
  long since;

  long goroutine;
  long proc;
  long thread;

  /**
   * The resource that changes, the task, the scope of a range, a metric's value, a sync's number.
   */
  long id;

  long parent;
  GoState goFrom;
  GoState goTo;
  ProcState procFrom;
  ProcState procTo;
  ResourceKind scope;

  /** Type, category or name. */
  String text;

  /** Message. */
  String secondText;

  Stack stack;
  Stack ownStack;
  WaitCause cause;
  Waker waker;

  /** What is known of the goroutine that changes. */
  TraceThread of;

  double stackWeight;
  Optional<ClockSnapshot> clock;

  /** Of a sync: who owns the locks that are waited for. */
  List<LockOwner> lockOwners;

  /** Takes the place of the one before, on no thread. */
  void become(EventKind newKind, long newTime) {
    kind = newKind;
    time = newTime;
    since = newTime;
    goroutine = Context.NO_GOROUTINE;
    proc = Context.NO_PROC;
    thread = Context.NO_THREAD;
    stack = Stack.NONE;
    lockOwners = List.of();
  }
}
