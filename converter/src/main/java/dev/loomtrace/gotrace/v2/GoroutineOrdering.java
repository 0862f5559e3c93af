package dev.loomtrace.gotrace.v2;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.GoState;

/**
 * Handlers of what happens to goroutines, except system calls. Arguments, if there are any: a0 the
 * goroutine, a1 its next number.
 */
final class GoroutineOrdering extends Handlers {
  GoroutineOrdering(OrderedEvents out, OrderState state) {
    super(out, state);
  }

  /** A new one, by another goroutine or by the scheduler; a1 where it starts, a2 the creator. */
  Step create(Cursor c, ThreadState t, byte status) {
    if (!hasProc(t)) {
      return unfit(t, "a proc");
    }
    GoroutineState creator = state.goroutine(t);
    if (creator != null && creator.status != Status.GO_RUNNING) {
      return wrongGoroutine(t, creator, Status.GO_RUNNING);
    }
    if (state.goroutine(c.a0) != null) {
      return out.broken("found goroutine " + c.a0 + ", expected a new one");
    }
    out.goroutine(c, t, c.a0, GoState.NOT_EXIST, Status.goState(status));
    out.goroutineStack(c.a1);
    out.stack(c.a2);
    state.addGoroutine(c.a0, status);
    return Step.ADVANCED;
  }

  /** A goroutine begins to run. */
  Step start(Cursor c, ThreadState t) {
    GoroutineState g = state.goroutine(c.a0);
    if (g == null || g.status != Status.GO_RUNNABLE || !g.isNext(state.generation(), c.a1)) {
      return Step.NOT_YET;
    }
    if (!hasProc(t) || hasGoroutine(t)) {
      return unfit(t, "a proc and no goroutine");
    }
    out.goroutine(c, t, c.a0, GoState.RUNNABLE, GoState.RUNNING);
    g.status = Status.GO_RUNNING;
    g.sequence = c.a1;
    t.run(g);
    return Step.ADVANCED;
  }

  /** The running goroutine ends. */
  Step destroy(Cursor c, ThreadState t) {
    GoroutineState g = state.goroutine(t);
    if (!canRun(t) || g == null || g.status != Status.GO_RUNNING) {
      return notRunning(t, g);
    }
    out.goroutine(c, t, t.goroutine, GoState.RUNNING, GoState.NOT_EXIST);
    state.removeGoroutine(g);
    t.goroutine = Context.NO_GOROUTINE;
    return Step.ADVANCED;
  }

  /** The running goroutine stops or blocks; a0 the reason, a1 its stack. */
  Step leave(Cursor c, ThreadState t, byte status) {
    GoroutineState g = state.goroutine(t);
    if (!canRun(t) || g == null || g.status != Status.GO_RUNNING) {
      return notRunning(t, g);
    }
    out.goroutine(c, t, t.goroutine, GoState.RUNNING, Status.goState(status));
    out.text(c.a0);
    out.bothStacks(c.a1);
    g.status = status;
    t.goroutine = Context.NO_GOROUTINE;
    return Step.ADVANCED;
  }

  /** A blocked goroutine can run again, by whoever did that; a2 that one's stack. */
  Step unblock(Cursor c, ThreadState t) {
    GoroutineState g = state.goroutine(c.a0);
    if (g == null || g.status != Status.GO_WAITING || !g.isNext(state.generation(), c.a1)) {
      return Step.NOT_YET;
    }
    out.goroutine(c, t, c.a0, GoState.WAITING, GoState.RUNNABLE);
    out.stack(c.a2);
    g.status = Status.GO_RUNNABLE;
    g.sequence = c.a1;
    return Step.ADVANCED;
  }

  /**
   * The running goroutine changes places with a blocked one: the other is unblocked, this one
   * blocks or ends, the other starts.
   */
  Step change(Cursor c, ThreadState t, boolean ends) {
    GoroutineState g = state.goroutine(t);
    if (!canRun(t) || g == null || g.status != Status.GO_RUNNING) {
      return notRunning(t, g);
    }
    GoroutineState next = state.goroutine(c.a0);
    if (next == null
        || next.status != Status.GO_WAITING
        || !next.isNext(state.generation(), c.a1)) {
      return Step.NOT_YET;
    }
    GoState after = ends ? GoState.NOT_EXIST : GoState.WAITING;
    out.goroutine(c, t, c.a0, GoState.WAITING, GoState.RUNNABLE);
    out.followedBy(c, t, t.goroutine, t.goroutine, GoState.RUNNING, after);
    out.followedBy(c, t, Context.NO_GOROUTINE, c.a0, GoState.RUNNABLE, GoState.RUNNING);
    if (ends) {
      state.removeGoroutine(g);
    } else {
      g.status = Status.GO_WAITING;
    }
    next.status = Status.GO_RUNNING;
    next.sequence = c.a1;
    t.run(next);
    return Step.ADVANCED;
  }

  /** The status, a2, of a goroutine in this generation, and its thread, a1, if it has one. */
  Step status(Cursor c, ThreadState t, long stack) {
    int status = (int) c.a2 & 0xff;
    if (!Status.exists(status)) {
      return out.broken("found status " + status + " of goroutine " + c.a0 + ", expected 1 to 4");
    }
    GoroutineState g = state.goroutine(c.a0);
    GoState from = Status.goState(status);
    if (g == null) {
      if (!state.isFirstGeneration()) {
        return out.broken(
            "found a status of goroutine " + c.a0 + ", which is new, expected its creation");
      }
      g = state.addGoroutine(c.a0, (byte) status);
      from = GoState.UNDETERMINED;
    } else if (g.status != status) {
      return out.broken(
          "found status "
              + Status.goName(status)
              + " of goroutine "
              + c.a0
              + ", expected "
              + Status.goName(g.status));
    }
    g.generation = state.generation();
    g.sequence = 0;
    Step step = Step.ADVANCED;
    if (status == Status.GO_SYSCALL) {
      step = inSyscall(c, t, g, from);
    } else {
      out.goroutine(c, t, c.a0, from, Status.goState(status));
      if (status == Status.GO_RUNNING) {
        t.run(g);
      }
    }
    if (step == Step.ADVANCED) {
      out.bothStacks(stack);
    }
    return step;
  }

  private Step inSyscall(Cursor c, ThreadState t, GoroutineState g, GoState from) {
    if (c.a1 == Context.NO_THREAD) {
      return out.broken("found goroutine " + c.a0 + " in a system call, expected a thread");
    }
    if (c.a1 == t.id) {
      // After the first generation it is known where the system call began.
      if (!state.isFirstGeneration() && t.goroutine != c.a0) {
        return otherGoroutine(c, t);
      }
      out.goroutine(c, t, c.a0, from, GoState.SYSCALL);
      t.run(g);
      return Step.ADVANCED;
    }
    // On another thread, which has been in the system call since the generation began, so it holds
    // no proc: the proc named is that of the thread that says so.
    ThreadState other = state.thread(c.a1);
    if (other == null) {
      out.goroutineElsewhere(c, c.a1, t.proc, t.goroutine, c.a0, from, GoState.SYSCALL);
      state.addThread(c.a1).run(g);
      return Step.ADVANCED;
    }
    if (other.goroutine != c.a0) {
      return otherGoroutine(c, other);
    }
    out.goroutineElsewhere(c, c.a1, t.proc, other.goroutine, c.a0, from, GoState.SYSCALL);
    return Step.ADVANCED;
  }

  private Step otherGoroutine(Cursor c, ThreadState thread) {
    return out.broken(
        "found thread "
            + thread.id
            + " with goroutine "
            + thread.goroutine
            + ", expected goroutine "
            + c.a0);
  }

  private Step notRunning(ThreadState t, GoroutineState g) {
    return canRun(t) ? wrongGoroutine(t, g, Status.GO_RUNNING) : unfit(t, "a proc and a goroutine");
  }
}
