package dev.loomtrace.gotrace.v2;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;

/** Handlers of system calls. During one the thread may keep its proc, until that is stolen. */
final class SyscallOrdering extends Handlers {
  SyscallOrdering(OrderedEvents out, OrderState state) {
    super(out, state);
  }

  /** The running goroutine enters a system call; a0 the proc's next number, a1 the stack. */
  Step begin(Cursor c, ThreadState t) {
    GoroutineState g = state.goroutine(t);
    if (!canRun(t)) {
      return unfit(t, "a proc and a goroutine");
    }
    if (g == null || g.status != Status.GO_RUNNING) {
      return wrongGoroutine(t, g, Status.GO_RUNNING);
    }
    ProcessorState p = state.proc(t.proc);
    if (p == null) {
      return unfit(t, "a proc that is known");
    }
    // The number tells apart the system calls from which a proc can be stolen. It is no reason to
    // wait: this proc runs here.
    if (!p.isNext(state.generation(), c.a0)) {
      return out.broken(
          "found number "
              + Long.toUnsignedString(c.a0)
              + " of proc "
              + t.proc
              + ", expected "
              + Long.toUnsignedString(p.sequence + 1));
    }
    out.goroutine(c, t, t.goroutine, GoState.RUNNING, GoState.SYSCALL);
    out.bothStacks(c.a1);
    g.status = Status.GO_SYSCALL;
    p.status = Status.PROC_SYSCALL;
    p.sequence = c.a0;
    return Step.ADVANCED;
  }

  /** It leaves the system call and still has its proc. */
  Step end(Cursor c, ThreadState t) {
    GoroutineState g = state.goroutine(t);
    if (!canRun(t)) {
      return unfit(t, "a proc and a goroutine");
    }
    if (g == null || g.status != Status.GO_SYSCALL) {
      return wrongGoroutine(t, g, Status.GO_SYSCALL);
    }
    ProcessorState p = state.proc(t.proc);
    if (p == null || p.status != Status.PROC_SYSCALL) {
      return wrongProc(t, p);
    }
    out.goroutine(c, t, t.goroutine, GoState.SYSCALL, GoState.RUNNING);
    g.status = Status.GO_RUNNING;
    p.status = Status.PROC_RUNNING;
    return Step.ADVANCED;
  }

  /** It leaves the system call, lost its proc meanwhile, and waits for one. */
  Step endBlocked(Cursor c, ThreadState t) {
    if (t.proc != Context.NO_PROC) {
      ProcessorState p = state.proc(t.proc);
      if (p == null) {
        return unfit(t, "a proc that is known");
      }
      if (p.status == Status.PROC_SYSCALL) {
        // It will be stolen, or given up, before this. A proc that was taken since is no hindrance.
        return Step.NOT_YET;
      }
    }
    if (!hasThread(t) || !hasGoroutine(t)) {
      return unfit(t, "a goroutine");
    }
    GoroutineState g = state.goroutine(t);
    if (g == null || g.status != Status.GO_SYSCALL) {
      return wrongGoroutine(t, g, Status.GO_SYSCALL);
    }
    out.goroutine(c, t, t.goroutine, GoState.SYSCALL, GoState.RUNNABLE);
    g.status = Status.GO_RUNNABLE;
    t.goroutine = Context.NO_GOROUTINE;
    return Step.ADVANCED;
  }

  /** A thread that is not Go's calls Go: a new goroutine, a0, which is in a system call. */
  Step create(Cursor c, ThreadState t) {
    if (!hasThread(t) || hasGoroutine(t)) {
      return unfit(t, "a thread without a goroutine");
    }
    if (state.goroutine(c.a0) != null) {
      return out.broken("found goroutine " + c.a0 + ", expected a new one");
    }
    out.goroutine(c, t, c.a0, GoState.NOT_EXIST, GoState.SYSCALL);
    t.run(state.addGoroutine(c.a0, Status.GO_SYSCALL));
    return Step.ADVANCED;
  }

  /**
   * Such a call of Go has returned, and its goroutine ends.
   *
   * <p>A proc that the thread still holds is lost to it: the thread's id may be that of another one
   * soon, which must not be taken for the proc's holder.
   */
  Step destroy(Cursor c, ThreadState t) {
    if (!hasThread(t) || !hasGoroutine(t)) {
      return unfit(t, "a goroutine");
    }
    GoroutineState g = state.goroutine(t);
    if (g == null || g.status != Status.GO_SYSCALL) {
      return wrongGoroutine(t, g, Status.GO_SYSCALL);
    }
    if (t.proc == Context.NO_PROC) {
      out.goroutine(c, t, t.goroutine, GoState.SYSCALL, GoState.NOT_EXIST);
    } else {
      ProcessorState p = state.proc(t.proc);
      if (p == null || p.status != Status.PROC_SYSCALL) {
        return wrongProc(t, p);
      }
      // The goroutine's end is still said to be on the proc.
      out.proc(c, t, t.proc, ProcState.RUNNING, ProcState.IDLE);
      out.followedBy(c, t, t.goroutine, t.goroutine, GoState.SYSCALL, GoState.NOT_EXIST);
      p.status = Status.PROC_SYSCALL_ABANDONED;
      t.proc = Context.NO_PROC;
    }
    state.removeGoroutine(g);
    t.goroutine = Context.NO_GOROUTINE;
    return Step.ADVANCED;
  }

  private Step wrongProc(ThreadState t, ProcessorState p) {
    String found = p == null ? "which is not known" : "which is " + Status.procName(p.status);
    return out.broken("found proc " + t.proc + ", " + found + ", expected Syscall");
  }
}
