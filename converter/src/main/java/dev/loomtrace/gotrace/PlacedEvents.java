package dev.loomtrace.gotrace;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceState;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The events of a trace of Go 1.11 to 1.21, each on the thread on which Go 1.22 would have had it.
 *
 * <p>Such a trace says which P an event belongs to, and Go's reader makes a thread of that. What a
 * goroutine does happens here on the thread that it is bound to. One that was in a system call
 * before the trace gets a thread of its own. If a P goes on with others while a goroutine of its
 * thread is in a system call, another thread takes the P, and that is counted as a repair.
 */
public final class PlacedEvents extends TraceReader {
  // Far above the numbers that systems give their threads.
  private static final long FIRST_INVENTED = 1L << 40;

  private final TraceReader old;
  private final TraceState state = new TraceState();
  private final Queue<TraceEvent> handover = new ArrayDeque<>();
  private boolean waiting;
  private long repairs;
  private long invented = FIRST_INVENTED;
  private long lastTime = Long.MIN_VALUE;

  /**
   * The events that a reader has yet to give.
   *
   * @param old reads a trace before Go 1.22; closed with this
   */
  public PlacedEvents(TraceReader old) {
    this.old = old;
  }

  @Override
  public String program() {
    return old.program();
  }

  @Override
  public Repairs repairs() {
    return new Repairs(Map.of(Repairs.Kind.PLACE_CHANGED, repairs), List.of());
  }

  @Override
  public void close() throws IOException {
    old.close();
  }

  @Override
  protected boolean advance() throws IOException {
    if (!waiting && !old.next()) {
      return false;
    }
    if (handover.isEmpty()) {
      waiting = isToHandOver(old);
    }
    if (waiting) {
      event(handover.remove());
    } else {
      event(old.event());
      place();
    }
    lastTime = Math.max(time(), lastTime + 1);
    atTime(lastTime);
    state.accept(this);
    return true;
  }

  private void place() {
    switch (old.kind()) {
      case SYNC, STACK_SAMPLE -> {
        // They happen beside the scheduling.
      }
      case PROC_TRANSITION -> {
        if (old.procFrom() == ProcState.RUNNING) {
          at(threadOf(old.resourceId()), old.proc(), old.goroutine());
        }
      }
      case GO_TRANSITION -> {
        long id = old.resourceId();
        TraceState.Goroutine g = state.goroutine(id);
        if (old.goFrom() == GoState.UNDETERMINED) {
          if (old.goTo() == GoState.SYSCALL && old.thread() == Context.NO_THREAD) {
            at(invented++, Context.NO_PROC, Context.NO_GOROUTINE);
          }
        } else if (!old.goFrom().executing()) {
          at(threadOf(old.proc()), old.proc(), old.goroutine());
        } else if (g != null) {
          at(g.thread(), old.proc(), old.goroutine());
        }
      }
      default -> {
        TraceState.Goroutine g = state.goroutine(old.goroutine());
        boolean runs = g != null && g.thread() != Context.NO_THREAD;
        at(runs ? g.thread() : threadOf(old.proc()), old.proc(), old.goroutine());
      }
    }
  }

  /** Thread of a P, or what the reader says. */
  private long threadOf(long proc) {
    TraceState.Proc p = state.proc(proc);
    return p != null && p.thread() != Context.NO_THREAD ? p.thread() : old.thread();
  }

  /** Whether a P must leave its thread, which is in a system call, before this can happen. */
  private boolean isToHandOver(EventView e) {
    if (e.kind() != EventKind.GO_TRANSITION) {
      return false;
    }
    boolean leaves = e.goFrom() == GoState.SYSCALL && e.goTo() == GoState.RUNNABLE;
    boolean others = e.goFrom() == GoState.RUNNABLE || e.goFrom() == GoState.NOT_EXIST;
    TraceState.Goroutine leaving = leaves ? state.goroutine(e.resourceId()) : null;
    TraceState.ThreadState thread =
        state.thread(
            leaving != null ? leaving.thread() : others ? threadOf(e.proc()) : Context.NO_THREAD);
    if (thread == null || thread.proc() == Context.NO_PROC) {
      return false;
    }
    TraceState.Goroutine g = state.goroutine(thread.goroutine());
    TraceState.Proc p = state.proc(thread.proc());
    if (g == null || g.state() != GoState.SYSCALL || (leaves && !p.inSyscall())) {
      return false;
    }
    repairs++;
    Context before = new Context(g.id(), p.id(), thread.id());
    handover.add(proc(before, p.id(), ProcState.RUNNING, ProcState.IDLE));
    Context after = new Context(Context.NO_GOROUTINE, Context.NO_PROC, invented++);
    handover.add(proc(after, p.id(), ProcState.IDLE, ProcState.RUNNING));
    return true;
  }

  private TraceEvent proc(Context context, long id, ProcState from, ProcState to) {
    return new TraceEvent.ProcTransition(old.time(), context, Stack.NONE, id, from, to);
  }
}
