package dev.loomtrace.trace;

import java.util.function.Consumer;

/** The part of {@link TraceRules} about which goroutine and proc run where. */
final class TransitionRules {
  private final TraceState state;
  private final boolean threadsAreKnown;

  TransitionRules(TraceState state, boolean threadsAreKnown) {
    this.state = state;
    this.threadsAreKnown = threadsAreKnown;
  }

  // Goroutines.

  void goroutine(EventView event, Consumer<String> faults) {
    long id = event.resourceId();
    GoState from = event.goFrom();
    GoState to = event.goTo();
    TraceState.Goroutine g = state.goroutine(id);
    if (id == Context.NO_GOROUTINE) {
      faults.accept("a goroutine has the number that stands for none");
    }
    if (to == GoState.UNDETERMINED) {
      faults.accept("goroutine " + id + " becomes undetermined");
    }
    if (from == GoState.UNDETERMINED && state.syncs() > 1) {
      faults.accept("goroutine " + id + " is undetermined after the trace's first part");
    }
    if (g == null && from != GoState.UNDETERMINED && from != GoState.NOT_EXIST) {
      faults.accept("goroutine " + id + " leaves state " + from + " but was never seen");
    } else if (g != null && from != g.state()) {
      faults.accept("goroutine " + id + " leaves state " + from + " but is " + g.state());
    } else if (!legal(from, to)) {
      faults.accept("goroutine " + id + " cannot go from " + from + " to " + to);
    } else {
      checkPlace(event, g, faults);
    }
  }

  /** Whether Go's scheduler, or ours, knows this step; making a state known is one to itself. */
  private static boolean legal(GoState from, GoState to) {
    return switch (from) {
      case UNDETERMINED -> to != GoState.NOT_EXIST;
      case NOT_EXIST -> to == GoState.RUNNABLE || to == GoState.WAITING || to.keepsThread();
      case RUNNABLE -> to == GoState.RUNNABLE || to == GoState.RUNNING;
      case WAITING -> to == GoState.WAITING || to == GoState.RUNNABLE;
      case RUNNING -> true;
      case SYSCALL, PINNED -> to != GoState.WAITING && (to == from || !to.keepsThread());
    };
  }

  private void checkPlace(EventView event, TraceState.Goroutine g, Consumer<String> faults) {
    long id = event.resourceId();
    GoState from = event.goFrom();
    GoState to = event.goTo();
    boolean free = !threadsAreKnown || from == GoState.UNDETERMINED || from == GoState.WAITING;
    if (free && !to.executing()) {
      return;
    }
    TraceState.ThreadState thread = state.thread(event.thread());
    if (to.executing()) {
      checkThreadFree(event, id, thread, faults);
    }
    if (free) {
      return;
    }
    if (from.executing()) {
      if (g.thread() != event.thread()) {
        faults.accept("goroutine " + id + place(g.thread()) + " changes" + place(event.thread()));
        return;
      }
      if (from != to) {
        checkProc(event, thread, faults);
      }
    } else if (from != to) {
      if (!to.keepsThread()) {
        requireProc(event, thread, faults);
      }
      if (from == GoState.NOT_EXIST && !to.keepsThread()) {
        checkCreator(event, thread, faults);
      }
    }
  }

  private void checkThreadFree(
      EventView event, long id, TraceState.ThreadState thread, Consumer<String> faults) {
    if (event.thread() == Context.NO_THREAD) {
      // Traces before Go 1.22 do not name the thread of a system call that is older than they are.
      boolean unknowable =
          !threadsAreKnown && event.goFrom() == GoState.UNDETERMINED && event.goTo().keepsThread();
      if (!unknowable) {
        faults.accept("goroutine " + id + " executes on no thread");
      }
      return;
    }
    if (thread != null && thread.goroutine() != Context.NO_GOROUTINE && thread.goroutine() != id) {
      faults.accept(
          "goroutine "
              + id
              + " executes on thread "
              + thread.id()
              + ", which has goroutine "
              + thread.goroutine());
    }
  }

  /** A goroutine that leaves its state on its own thread does so with a proc that allows it. */
  private void checkProc(EventView event, TraceState.ThreadState thread, Consumer<String> faults) {
    long id = event.resourceId();
    TraceState.Proc proc = thread == null ? null : state.proc(thread.proc());
    if (event.goFrom() == GoState.RUNNING || event.goTo() == GoState.RUNNING) {
      requireProc(event, thread, faults);
      if (event.goFrom().keepsThread() && proc != null && !proc.inSyscall()) {
        faults.accept(
            "goroutine " + id + " returns from a system call to a proc that was not in it");
      }
    } else if (event.goTo() == GoState.RUNNABLE && proc != null && proc.inSyscall()) {
      faults.accept(
          "goroutine "
              + id
              + " ends a system call without its proc "
              + proc.id()
              + ", which"
              + " it still holds");
    } else if (event.goTo() == GoState.NOT_EXIST && proc != null) {
      faults.accept("goroutine " + id + " ends in a system call but still holds proc " + proc.id());
    }
  }

  private static void requireProc(
      EventView event, TraceState.ThreadState thread, Consumer<String> faults) {
    if (thread == null || thread.proc() == Context.NO_PROC) {
      faults.accept(
          "goroutine "
              + event.resourceId()
              + " goes from "
              + event.goFrom()
              + " to "
              + event.goTo()
              + place(event.thread())
              + " without a proc");
    }
  }

  private void checkCreator(
      EventView event, TraceState.ThreadState thread, Consumer<String> faults) {
    TraceState.Goroutine creator = thread == null ? null : state.goroutine(thread.goroutine());
    if (creator != null && creator.state() != GoState.RUNNING) {
      faults.accept(
          "goroutine "
              + event.resourceId()
              + " is created by goroutine "
              + creator.id()
              + ", which is "
              + creator.state());
    }
  }

  private static String place(long thread) {
    return thread == Context.NO_THREAD ? " on no thread" : " on thread " + thread;
  }

  // Procs.

  void proc(EventView event, Consumer<String> faults) {
    long id = event.resourceId();
    ProcState from = event.procFrom();
    ProcState to = event.procTo();
    TraceState.Proc p = state.proc(id);
    if (id == Context.NO_PROC) {
      faults.accept("a proc has the number that stands for none");
    }
    if (to == ProcState.UNDETERMINED || to == ProcState.NOT_EXIST) {
      faults.accept("proc " + id + " becomes " + to);
    }
    if (from == ProcState.UNDETERMINED && state.syncs() > 1) {
      faults.accept("proc " + id + " is undetermined after the trace's first part");
    }
    if (p == null && from != ProcState.UNDETERMINED && from != ProcState.NOT_EXIST) {
      faults.accept("proc " + id + " leaves state " + from + " but was never seen");
    } else if (p != null && from != p.state()) {
      faults.accept("proc " + id + " leaves state " + from + " but is " + p.state());
    } else if (to.executing()) {
      checkHolder(event, p, faults);
    } else if (from.executing() && to == ProcState.IDLE) {
      checkSteal(event, p, faults);
    }
  }

  private void checkHolder(EventView event, TraceState.Proc p, Consumer<String> faults) {
    long id = event.resourceId();
    TraceState.ThreadState thread = state.thread(event.thread());
    if (event.thread() == Context.NO_THREAD) {
      faults.accept("proc " + id + " runs on no thread");
    } else if (thread != null && thread.proc() != Context.NO_PROC && thread.proc() != id) {
      faults.accept(
          "proc " + id + " runs on thread " + thread.id() + ", which holds proc " + thread.proc());
    } else if (event.procFrom().executing() && p.thread() != event.thread()) {
      faults.accept("proc " + id + place(p.thread()) + " runs" + place(event.thread()));
    }
  }

  /** Another thread can take only a proc away that is in a system call. */
  private void checkSteal(EventView event, TraceState.Proc p, Consumer<String> faults) {
    if (p.thread() == event.thread()) {
      return;
    }
    if (event.thread() == Context.NO_THREAD) {
      faults.accept("proc " + p.id() + " is taken away on no thread");
    } else if (!p.inSyscall()) {
      faults.accept(
          "proc "
              + p.id()
              + " is taken away from thread "
              + p.thread()
              + ", which is not in a system call with it");
    }
  }
}
