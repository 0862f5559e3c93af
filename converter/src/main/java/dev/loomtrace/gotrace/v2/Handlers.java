package dev.loomtrace.gotrace.v2;

import dev.loomtrace.trace.Context;

/** What the handlers of all kinds of events have in common: what an event needs of its thread. */
abstract class Handlers {
  final OrderedEvents out;
  final OrderState state;

  Handlers(OrderedEvents out, OrderState state) {
    this.out = out;
    this.state = state;
  }

  /** Whether there is a thread. */
  static boolean hasThread(ThreadState t) {
    return t.id != Context.NO_THREAD;
  }

  /** Whether there is a thread that holds a proc. */
  static boolean hasProc(ThreadState t) {
    return hasThread(t) && t.proc != Context.NO_PROC;
  }

  static boolean hasGoroutine(ThreadState t) {
    return t.goroutine != Context.NO_GOROUTINE;
  }

  /** Whether there is everything that user code needs to run. */
  static boolean canRun(ThreadState t) {
    return hasProc(t) && hasGoroutine(t);
  }

  /** The event cannot happen on this thread, given what is bound to it. */
  final Step unfit(ThreadState t, String expected) {
    return out.broken("found " + bound(t) + ", expected " + expected);
  }

  private static String bound(ThreadState t) {
    if (!hasThread(t)) {
      return "no thread";
    }
    String proc = t.proc == Context.NO_PROC ? "no proc" : "proc " + t.proc;
    String goroutine = hasGoroutine(t) ? "goroutine " + t.goroutine : "no goroutine";
    return proc + " and " + goroutine;
  }

  /**
   * The event needs a goroutine of this status on its thread.
   *
   * @param g what is there; may be null
   */
  final Step wrongGoroutine(ThreadState t, GoroutineState g, byte expected) {
    String found = g == null ? "which does not exist" : "which is " + Status.goName(g.status);
    return out.broken(
        "found goroutine " + t.goroutine + ", " + found + ", expected " + Status.goName(expected));
  }
}
