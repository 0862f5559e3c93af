package dev.loomtrace.trace;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks what a trace means: that each event is possible after those before it. Knows nothing of
 * formats, so it judges every reader alike, and reports all faults instead of stopping at the
 * first.
 *
 * <p>Checked: times increase strictly; parts are numbered; goroutines and procs change from the
 * state they were in, along legal ways, and only one goroutine and one proc are on a thread; the
 * context of each event is what the transitions say; ranges and regions begin and end in turn;
 * tasks begin once; frames are complete.
 */
public final class TraceValidator implements EventSink {
  /** Most faults that are kept; more are counted only. */
  public static final int MAX_FAULTS = 1000;

  private final TraceState state = new TraceState();
  private final List<Fault> faults = new ArrayList<>();
  private final boolean threadsAreKnown;
  private ClockSnapshot lastClock;
  private long events;
  private long faultCount;

  /**
   * Something that can not be.
   *
   * @param event number of the event, from 1 on
   * @param time time of the event
   * @param message what is wrong
   */
  public record Fault(long event, long time, String message) {
    @Override
    public String toString() {
      return "event " + event + ", time " + time + ": " + message;
    }
  }

  /** A validator for traces that say on which thread everything happens. */
  public TraceValidator() {
    this(true);
  }

  /**
   * A validator.
   *
   * @param threadsAreKnown false for traces before Go 1.22, which do not name the thread of a
   *     goroutine that was in a system call at their start
   */
  public TraceValidator(boolean threadsAreKnown) {
    this.threadsAreKnown = threadsAreKnown;
  }

  /** The first {@link #MAX_FAULTS} faults, in order; unmodifiable copy. */
  public List<Fault> faults() {
    return List.copyOf(faults);
  }

  /** Number of all faults. */
  public long faultCount() {
    return faultCount;
  }

  /** Number of events seen. */
  public long events() {
    return events;
  }

  /** The state after the last event. */
  public TraceState state() {
    return state;
  }

  @Override
  public void accept(EventView event) {
    events++;
    if (events > 1 && event.time() <= state.time()) {
      fault(event, "time does not increase: the event before has " + state.time());
    }
    checkFrames(event, event.stack());
    switch (event.kind()) {
      case SYNC -> sync(event);
      case METRIC -> {
        if (event.metricName().indexOf(':') < 0) {
          fault(event, "metric without unit: \"" + event.metricName() + "\"");
        }
      }
      case LABEL -> label(event);
      case GO_TRANSITION -> goTransition(event);
      case PROC_TRANSITION -> procTransition(event);
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> range(event);
      case TASK_BEGIN, TASK_END -> task(event);
      case REGION_BEGIN, REGION_END -> region(event);
      case STACK_SAMPLE, LOG, EXPERIMENTAL -> {
        // A sample may contradict its surroundings; the others say nothing that could be wrong.
      }
    }
    if (events == 1 && event.kind() != EventKind.SYNC) {
      fault(event, "a trace begins with a sync event, not with " + event.kind());
    }
    state.accept(event);
  }

  private void sync(EventView event) {
    if (event.syncNumber() != state.syncs() + 1) {
      fault(event, "sync " + event.syncNumber() + " follows sync " + state.syncs());
    }
    event.clock().ifPresent(clock -> clock(event, clock));
  }

  private void clock(EventView event, ClockSnapshot clock) {
    if (lastClock != null) {
      if (clock.traceTime() <= lastClock.traceTime()) {
        fault(event, "trace clock does not increase from part to part");
      }
      if (clock.monotonicTime() != 0
          && Long.compareUnsigned(clock.monotonicTime(), lastClock.monotonicTime()) <= 0) {
        fault(event, "monotonic clock does not increase from part to part");
      }
    }
    lastClock = clock;
  }

  private void label(EventView event) {
    if (event.label().isEmpty()) {
      fault(event, "empty label");
    }
    boolean known =
        switch (event.labelledKind()) {
          case NONE -> false;
          case GOROUTINE -> state.goroutine(event.labelledId()) != null;
          case PROC -> state.proc(event.labelledId()) != null;
          case THREAD -> state.thread(event.labelledId()) != null;
        };
    if (!known) {
      fault(event, "label for unknown " + event.labelledKind() + " " + event.labelledId());
    }
  }

  private void goTransition(EventView event) {
    long id = event.resourceId();
    GoState from = event.goFrom();
    GoState to = event.goTo();
    checkFrames(event, event.goroutineStack());
    TraceState.Goroutine g = state.goroutine(id);
    if (to == GoState.UNDETERMINED) {
      fault(event, "goroutine " + id + " becomes undetermined");
    }
    if (from == GoState.UNDETERMINED && state.syncs() > 1) {
      fault(event, "goroutine " + id + " is undetermined after the trace's first part");
    }
    if (g == null && from != GoState.UNDETERMINED && from != GoState.NOT_EXIST) {
      fault(event, "goroutine " + id + " leaves state " + from + " but was never seen");
    }
    if (g != null && from != g.state()) {
      fault(event, "goroutine " + id + " leaves state " + from + " but is " + g.state());
    }
    if (!legal(from, to)) {
      fault(event, "goroutine " + id + " can not go from " + from + " to " + to);
    }
    if (to == GoState.NOT_EXIST && state.hasOpenRange(ResourceKind.GOROUTINE, id)) {
      fault(event, "goroutine " + id + " ends with open ranges");
    }
    if (to.executing()) {
      checkThreadFree(event, id);
    } else if (threadsAreKnown
        && from.executing()
        && g != null
        && g.thread() == EventView.NO_THREAD) {
      fault(event, "goroutine " + id + " stops but was bound to no thread");
    }
  }

  private void checkThreadFree(EventView event, long id) {
    if (event.thread() == EventView.NO_THREAD) {
      boolean unknowable = !threadsAreKnown && event.goFrom() == GoState.UNDETERMINED;
      if (!unknowable) {
        fault(event, "goroutine " + id + " executes on no thread");
      }
      return;
    }
    TraceState.ThreadState thread = state.thread(event.thread());
    if (thread != null
        && thread.goroutine() != EventView.NO_GOROUTINE
        && thread.goroutine() != id) {
      fault(
          event,
          "goroutine "
              + id
              + " executes on thread "
              + thread.id()
              + ", which has goroutine "
              + thread.goroutine());
    }
  }

  /** Whether Go's scheduler, or ours, knows this step; making a state known is one to itself. */
  private static boolean legal(GoState from, GoState to) {
    return switch (from) {
      case UNDETERMINED -> true;
      case NOT_EXIST -> to == GoState.RUNNABLE || to == GoState.WAITING || to.keepsThread();
      case RUNNABLE -> to == GoState.RUNNABLE || to == GoState.RUNNING;
      case WAITING -> to == GoState.WAITING || to == GoState.RUNNABLE;
      case RUNNING -> true;
      case SYSCALL, PINNED -> to != GoState.WAITING;
    };
  }

  private void procTransition(EventView event) {
    long id = event.resourceId();
    ProcState from = event.procFrom();
    ProcState to = event.procTo();
    TraceState.Proc p = state.proc(id);
    if (to == ProcState.UNDETERMINED) {
      fault(event, "proc " + id + " becomes undetermined");
    }
    if (from == ProcState.UNDETERMINED && state.syncs() > 1) {
      fault(event, "proc " + id + " is undetermined after the trace's first part");
    }
    if (p == null && from != ProcState.UNDETERMINED && from != ProcState.NOT_EXIST) {
      fault(event, "proc " + id + " leaves state " + from + " but was never seen");
    }
    if (p != null && from != p.state()) {
      fault(event, "proc " + id + " leaves state " + from + " but is " + p.state());
    }
    if (to == ProcState.NOT_EXIST && state.hasOpenRange(ResourceKind.PROC, id)) {
      fault(event, "proc " + id + " ends with open ranges");
    }
    if (!to.executing()) {
      return;
    }
    TraceState.ThreadState thread = state.thread(event.thread());
    if (event.thread() == EventView.NO_THREAD) {
      fault(event, "proc " + id + " runs on no thread");
    } else if (thread != null && thread.proc() != EventView.NO_PROC && thread.proc() != id) {
      fault(
          event,
          "proc " + id + " runs on thread " + thread.id() + ", which holds proc " + thread.proc());
    }
  }

  private void range(EventView event) {
    String name = event.rangeName();
    boolean open = state.isOpen(name, event.scopeKind(), event.scopeId());
    if (event.kind() == EventKind.RANGE_BEGIN && open) {
      fault(event, "range \"" + name + "\" begins but is open" + scope(event));
    } else if (event.kind() == EventKind.RANGE_END && !open) {
      fault(event, "range \"" + name + "\" ends but is not open" + scope(event));
    }
  }

  private static String scope(EventView event) {
    return event.scopeKind() == ResourceKind.NONE
        ? ""
        : " on " + event.scopeKind() + " " + event.scopeId();
  }

  private void task(EventView event) {
    long id = event.task();
    if (id == EventView.BACKGROUND_TASK || id == EventView.NO_TASK) {
      fault(event, "task of type \"" + event.type() + "\" has a reserved id");
    }
    if (event.parentTask() == EventView.BACKGROUND_TASK && event.kind() == EventKind.TASK_BEGIN) {
      fault(event, "task " + id + " has the background task as parent");
    }
    TraceState.Task open = state.task(id);
    if (event.kind() == EventKind.TASK_BEGIN && open != null) {
      fault(event, "task " + id + " begins twice");
    }
    if (event.kind() == EventKind.TASK_END && open != null && !open.type().equals(event.type())) {
      fault(
          event,
          "task " + id + " began as \"" + open.type() + "\" and ends as \"" + event.type() + "\"");
    }
  }

  private void region(EventView event) {
    TraceState.Goroutine g = state.goroutine(event.goroutine());
    if (g == null) {
      fault(event, "region \"" + event.type() + "\" on unknown goroutine " + event.goroutine());
      return;
    }
    if (event.kind() == EventKind.REGION_END && !g.regions().isEmpty()) {
      TraceState.OpenRegion innermost = g.regions().getLast();
      if (innermost.task() != event.task() || !innermost.type().equals(event.type())) {
        fault(
            event,
            "region \""
                + event.type()
                + "\" of task "
                + Long.toUnsignedString(event.task())
                + " ends inside region \""
                + innermost.type()
                + "\" of task "
                + Long.toUnsignedString(innermost.task()));
      }
    }
  }

  private void checkFrames(EventView event, Stack stack) {
    List<Frame> frames = stack.frames();
    // The leaf may be all zero: Go writes such a stack for a wake-up outside of Go code.
    for (int i = 1; i < frames.size(); i++) {
      Frame frame = frames.get(i);
      if (frame.pc() == 0
          || frame.line() == 0
          || frame.function().isEmpty()
          || frame.file().isEmpty()) {
        fault(event, "frame " + i + " of a stack is incomplete: " + frame);
      }
    }
  }

  private void fault(EventView event, String message) {
    faultCount++;
    if (faults.size() < MAX_FAULTS) {
      faults.add(new Fault(events, event.time(), message));
    }
  }
}
