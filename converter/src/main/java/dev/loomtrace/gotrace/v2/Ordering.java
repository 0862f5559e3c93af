package dev.loomtrace.gotrace.v2;

import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.TraceEvent;

/**
 * Decides whether the next event of a thread can happen now. If so, describes it and records what
 * it changes.
 *
 * <p>Threads write without a common order, and their clocks need not agree. Events of different
 * threads are ordered by numbers that count what happened to one goroutine or proc, and by the fact
 * that some things cannot happen before others.
 */
final class Ordering {
  private final OrderedEvents out;
  private final OrderState state = new OrderState();
  private final ProcOrdering procs;
  private final GoroutineOrdering goroutines;
  private final SyscallOrdering syscalls;
  private final RangeOrdering ranges;
  private final AnnotationOrdering annotations;

  Ordering(OrderedEvents out, StringTable strings) {
    this.out = out;
    procs = new ProcOrdering(out, state);
    goroutines = new GoroutineOrdering(out, state);
    syscalls = new SyscallOrdering(out, state);
    ranges = new RangeOrdering(out, state, strings);
    annotations = new AnnotationOrdering(out, state, strings);
  }

  /**
   * Tries the event that a cursor stands on.
   *
   * @param generation number of the generation that it is in
   */
  Step advance(Cursor c, long generation) {
    state.enter(generation);
    ThreadState t = state.threadOf(c);
    WireType type = c.type();
    return switch (type) {
      case PROC_START -> procs.start(c, t);
      case PROC_STOP -> procs.stop(c, t);
      case PROC_STEAL -> procs.steal(c, t);
      case PROC_STATUS -> procs.status(c, t);

      case GO_CREATE -> goroutines.create(c, t, Status.GO_RUNNABLE);
      case GO_CREATE_BLOCKED -> goroutines.create(c, t, Status.GO_WAITING);
      case GO_START -> goroutines.start(c, t);
      case GO_DESTROY -> goroutines.destroy(c, t);
      case GO_STOP -> goroutines.leave(c, t, Status.GO_RUNNABLE);
      case GO_BLOCK -> goroutines.leave(c, t, Status.GO_WAITING);
      case GO_UNBLOCK -> goroutines.unblock(c, t);
      case GO_SWITCH -> goroutines.change(c, t, false);
      case GO_SWITCH_DESTROY -> goroutines.change(c, t, true);
      case GO_STATUS -> goroutines.status(c, t, 0);
      case GO_STATUS_STACK -> goroutines.status(c, t, c.a3);

      case GO_SYSCALL_BEGIN -> syscalls.begin(c, t);
      case GO_SYSCALL_END -> syscalls.end(c, t);
      case GO_SYSCALL_END_BLOCKED -> syscalls.endBlocked(c, t);
      case GO_CREATE_SYSCALL -> syscalls.create(c, t);
      case GO_DESTROY_SYSCALL -> syscalls.destroy(c, t);

      case STW_BEGIN -> ranges.beginStop(c, t);
      case STW_END -> ranges.endStop(c, t);
      case GC_ACTIVE -> ranges.markActive(c, t);
      case GC_BEGIN -> ranges.beginMark(c, t);
      case GC_END -> ranges.endMark(c, t);
      case GC_SWEEP_ACTIVE -> ranges.sweepActive(c, t);
      case GC_SWEEP_BEGIN -> ranges.beginSweep(c, t);
      case GC_SWEEP_END -> ranges.endSweep(c, t);
      case GC_MARK_ASSIST_ACTIVE -> ranges.assistActive(c, t);
      case GC_MARK_ASSIST_BEGIN -> ranges.beginAssist(c, t);
      case GC_MARK_ASSIST_END -> ranges.endAssist(c, t);

      case PROCS_CHANGE -> annotations.procsChange(c, t);
      case HEAP_ALLOC -> annotations.heap(c, t, TraceEvent.Metric.HEAP_OBJECTS);
      case HEAP_GOAL -> annotations.heap(c, t, TraceEvent.Metric.HEAP_GOAL);
      case GO_LABEL -> annotations.label(c, t);
      case USER_TASK_BEGIN -> annotations.beginTask(c, t);
      case USER_TASK_END -> annotations.endTask(c, t);
      case USER_REGION_BEGIN -> annotations.beginRegion(c, t);
      case USER_REGION_END -> annotations.endRegion(c, t);
      case USER_LOG -> annotations.log(c, t);

      default ->
          type.isExperimental()
              ? annotations.experimental(c, t, type)
              : out.broken("found an event of a type that is not in a thread's events");
    };
  }
}
