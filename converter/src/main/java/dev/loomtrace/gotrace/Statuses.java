package dev.loomtrace.gotrace;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.gotrace.wire.GenerationOutput;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;

/**
 * Writes the statuses of goroutines and procs, which each generation needs before their first
 * sequenced event: those that the source gives where it gives them, and the others when they are
 * needed.
 *
 * <p>A proc that runs is in a system call or not, and the events of a source do not say which of a
 * new one: its status is held back until the next event of its thread.
 */
final class Statuses {
  // Time that is set aside for the statuses before an event: its own proc and goroutine, the
  // goroutine or proc it is about, and that one's goroutine.
  private static final int STATUS_ROOM = 6;

  private static final int PROC_RUNNING = 1;
  private static final int PROC_IDLE = 2;
  private static final int PROC_IN_SYSCALL = 3;

  private record GoStatus(long time, long id, GoState status, Stack stack) {}

  private static final class Held {
    private final long proc;
    private final long time;
    private GoStatus goroutine;

    private Held(long proc, long time) {
      this.proc = proc;
      this.time = time;
    }
  }

  private boolean written;
  private final GenerationOutput out;
  private final TraceState state;
  private final Sequences sequences;
  // By thread.
  private final LongMap<Held> held = new LongMap<>();
  private long lastThread;

  Statuses(GenerationOutput out, TraceState state, Sequences sequences) {
    this.out = out;
    this.state = state;
    this.sequences = sequences;
  }

  static boolean isStatus(EventView e) {
    return switch (e.kind()) {
      case GO_TRANSITION -> e.goFrom() == GoState.UNDETERMINED || e.goFrom() == e.goTo();
      case PROC_TRANSITION ->
          e.procFrom() == ProcState.UNDETERMINED
              || e.procFrom() == ProcState.NOT_EXIST
              || e.procFrom() == e.procTo();
      default -> false;
    };
  }

  /** Writes a status that the source gives, unless this generation has it. */
  void write(EventView e) throws IOException {
    long id = e.resourceId();
    if (e.kind() == EventKind.PROC_TRANSITION) {
      if (!sequences.announceProc(id)) {
        return;
      }
      if (e.procTo() == ProcState.RUNNING && e.procFrom() != ProcState.RUNNING) {
        held.put(e.thread(), new Held(id, e.time()));
      } else {
        proc(e.time(), e.thread(), id, e.procTo());
      }
    } else if (sequences.announceGoroutine(id)) {
      GoStatus status = new GoStatus(e.time(), id, e.goTo(), e.goroutineStack());
      Held before = held.get(e.thread());
      if (before != null) {
        before.goroutine = status;
      } else {
        goroutine(e.thread(), status);
      }
    }
  }

  /** Writes what was held back and is now certain; before anything is written for an event. */
  void settle(EventView e) throws IOException {
    lastThread = e.thread();
    if (held.size() > 0) {
      settle(e.thread());
      if (e.kind() == EventKind.PROC_TRANSITION) {
        TraceState.Proc p = state.proc(e.resourceId());
        settle(p == null ? Context.NO_THREAD : p.thread());
      }
    }
  }

  private void settle(long thread) throws IOException {
    Held before = held.get(thread);
    if (before != null && !state.proc(before.proc).isUndecided()) {
      held.remove(thread);
      proc(before.time, thread, before.proc, ProcState.RUNNING);
      if (before.goroutine != null) {
        goroutine(thread, before.goroutine);
      }
    }
  }

  /** Writes the statuses of those whom an event finds on its thread. */
  void before(EventView e) throws IOException {
    TraceState.ThreadState thread = state.thread(e.thread());
    if (thread != null) {
      if (thread.proc() != Context.NO_PROC) {
        procBefore(thread.proc(), time(e));
      }
      if (thread.goroutine() != Context.NO_GOROUTINE) {
        goroutineBefore(thread.goroutine(), time(e));
      }
    }
  }

  void goroutineBefore(EventView e) throws IOException {
    goroutineBefore(e.resourceId(), time(e));
  }

  void procBefore(EventView e) throws IOException {
    procBefore(e.resourceId(), time(e));
  }

  /**
   * The generation ends: writes the statuses of those that nothing happened to.
   *
   * @return whether there were any
   */
  boolean end() throws IOException {
    written = false;
    for (long thread : held.sortedKeys()) {
      settle(thread);
    }
    for (long id : state.procIds()) {
      procBefore(id, state.time());
    }
    for (long id : state.goroutineIds()) {
      goroutineBefore(id, state.time());
    }
    return written;
  }

  private long time(EventView e) {
    return Math.max(state.time(), e.time() - STATUS_ROOM);
  }

  private void goroutineBefore(long id, long time) throws IOException {
    TraceState.Goroutine g = state.goroutine(id);
    if (g == null || !sequences.announceGoroutine(id)) {
      return;
    }
    if (g.state().executing() && g.proc() != Context.NO_PROC) {
      procBefore(g.proc(), time);
    }
    goroutine(
        g.state().executing() ? g.thread() : lastThread,
        new GoStatus(time, id, g.state(), Stack.NONE));
  }

  private void procBefore(long id, long time) throws IOException {
    TraceState.Proc p = state.proc(id);
    if (p != null && sequences.announceProc(id)) {
      proc(time, p.state() == ProcState.RUNNING ? p.thread() : lastThread, id, p.state());
    }
  }

  private void goroutine(long thread, GoStatus status) throws IOException {
    written = true;
    // Go writes -1 (ten bytes) for the thread of one that has none; its readers do not look at it.
    long named = status.status.executing() ? thread : 0;
    if (status.stack.isNone()) {
      out.event(WireType.GO_STATUS, thread, status.time, status.id, named, code(status.status));
    } else {
      out.event(
          WireType.GO_STATUS_STACK,
          thread,
          status.time,
          status.id,
          named,
          code(status.status),
          out.stack(status.stack));
    }
  }

  private void proc(long time, long thread, long id, ProcState status) throws IOException {
    written = true;
    TraceState.Proc p = state.proc(id);
    boolean syscall = p != null && p.inSyscall();
    int code = status != ProcState.RUNNING ? PROC_IDLE : syscall ? PROC_IN_SYSCALL : PROC_RUNNING;
    out.event(WireType.PROC_STATUS, thread, time, id, code);
  }

  private static int code(GoState status) {
    return switch (status) {
      case RUNNABLE -> 1;
      case RUNNING -> 2;
      case SYSCALL, PINNED -> 3;
      case WAITING -> 4;
      case UNDETERMINED, NOT_EXIST ->
          throw new AssertionError("invariant: no goroutine is known to be " + status);
    };
  }
}
