package dev.loomtrace.gotrace.v2;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.ProcState;

/** Handlers of what happens to procs. Arguments: a0 the proc, a1 its next number. */
final class ProcOrdering extends Handlers {
  ProcOrdering(OrderedEvents out, OrderState state) {
    super(out, state);
  }

  /** A thread takes an idle proc. */
  Step start(Cursor c, ThreadState t) {
    ProcessorState p = state.proc(c.a0);
    // Not yet if the thread holds a proc: it is in a system call, and we have not seen yet that the
    // proc is stolen from it.
    if (p == null
        || p.status != Status.PROC_IDLE
        || !p.isNext(state.generation(), c.a1)
        || t.proc != Context.NO_PROC) {
      return Step.NOT_YET;
    }
    if (!hasThread(t)) {
      return unfit(t, "a thread without a proc");
    }
    out.proc(c, t, c.a0, ProcState.IDLE, ProcState.RUNNING);
    p.status = Status.PROC_RUNNING;
    p.sequence = c.a1;
    t.proc = c.a0;
    return Step.ADVANCED;
  }

  /** A thread gives its own proc up; needs no number, since nothing else can be next on it. */
  Step stop(Cursor c, ThreadState t) {
    ProcessorState p = state.proc(t.proc);
    if (p == null) {
      return unfit(t, "a proc");
    }
    if (p.status != Status.PROC_RUNNING && p.status != Status.PROC_SYSCALL) {
      return out.broken(
          "found proc "
              + t.proc
              + ", which is "
              + Status.procName(p.status)
              + ", expected Running or Syscall");
    }
    if (!hasProc(t)) {
      return unfit(t, "a proc");
    }
    out.proc(c, t, t.proc, ProcState.RUNNING, ProcState.IDLE);
    p.status = Status.PROC_IDLE;
    t.proc = Context.NO_PROC;
    return Step.ADVANCED;
  }

  /** A thread takes the proc of another one, a2, that is in a system call. */
  Step steal(Cursor c, ThreadState t) {
    ProcessorState p = state.proc(c.a0);
    if (p == null
        || (p.status != Status.PROC_SYSCALL && p.status != Status.PROC_SYSCALL_ABANDONED)
        || !p.isNext(state.generation(), c.a1)) {
      return Step.NOT_YET;
    }
    if (!hasThread(t)) {
      return unfit(t, "a thread");
    }
    boolean abandoned = p.status == Status.PROC_SYSCALL_ABANDONED;
    ThreadState holder = c.a2 == t.id ? t : state.thread(c.a2);
    // The thread that held an abandoned proc may have moved on, so its state does not matter.
    if (!abandoned && (holder == null || holder.proc != c.a0)) {
      String found = holder == null ? "which is not known" : "which holds proc " + holder.proc;
      return out.broken("found thread " + c.a2 + ", " + found + ", expected it to hold " + c.a0);
    }
    out.proc(c, t, c.a0, abandoned ? ProcState.IDLE : ProcState.RUNNING, ProcState.IDLE);
    p.status = Status.PROC_IDLE;
    p.sequence = c.a1;
    if (!abandoned) {
      holder.proc = Context.NO_PROC;
    }
    return Step.ADVANCED;
  }

  /** The status, a1, of a proc in this generation. */
  Step status(Cursor c, ThreadState t) {
    int status = (int) c.a1 & 0xff;
    if (!Status.exists(status)) {
      return out.broken("found status " + status + " of proc " + c.a0 + ", expected 1 to 4");
    }
    ProcessorState p = state.proc(c.a0);
    if (p == null) {
      p = state.addProc(c.a0, (byte) status);
      ProcState before = state.isFirstGeneration() ? ProcState.UNDETERMINED : ProcState.NOT_EXIST;
      out.proc(c, t, c.a0, before, Status.procState(status));
    } else if (status == Status.PROC_SYSCALL_ABANDONED && p.status == Status.PROC_SYSCALL) {
      // Written by the thread that will steal it. But its holder is known, so nothing was lost: the
      // proc still
      // runs, and this happens where it runs.
      ThreadState holder = state.holder(c.a0);
      if (holder == null) {
        return out.broken("found no thread that holds proc " + c.a0 + ", expected one");
      }
      out.procElsewhere(
          c, holder.id, c.a0, holder.goroutine, c.a0, ProcState.RUNNING, ProcState.RUNNING);
    } else if (p.status != status) {
      return out.broken(
          "found status "
              + Status.procName(status)
              + " of proc "
              + c.a0
              + ", expected "
              + Status.procName(p.status));
    } else {
      out.proc(c, t, c.a0, Status.procState(status), Status.procState(status));
    }
    p.generation = state.generation();
    p.sequence = 0;
    if (status == Status.PROC_RUNNING || status == Status.PROC_SYSCALL) {
      t.proc = c.a0;
    }
    return Step.ADVANCED;
  }
}
