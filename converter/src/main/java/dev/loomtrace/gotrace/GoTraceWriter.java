package dev.loomtrace.gotrace;

import dev.loomtrace.gotrace.wire.GenerationOutput;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceState;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes events as a trace of Go 1.26.
 *
 * <p>Each {@link EventKind#SYNC} begins a generation; one at the end writes nothing. The events
 * must be legal and their times ascending (see {@link dev.loomtrace.trace.TraceValidator}) and
 * greater than 0; what the format can not express is refused with {@link IllegalArgumentException}.
 * The statuses of goroutines and procs, which each generation needs before their first sequenced
 * event, are added where the source does not give them: up to a few nanoseconds early, in the gap
 * before the event that needs them, or, for those that nothing happened to, at the generation's
 * end.
 *
 * <p>Strings are cut at 1,024 bytes and stacks at 128 frames, as Go does. What Go has no word for
 * is written as what its tools show best, see {@link GoReasons}; what a thread waits for has no
 * place in the format and is left out.
 *
 * <p>Memory: the strings and stacks of one generation, up to 64 KiB for each of its threads, and
 * what is alive. Not safe for use by several threads.
 */
public final class GoTraceWriter implements EventSink, Closeable {
  // Time that is set aside for the statuses before an event: its own proc and goroutine, the
  // goroutine or proc it is about, and that one's goroutine.
  private static final int STATUS_ROOM = 6;

  private final GenerationOutput out;
  private final TraceState state = new TraceState();
  private final Sequences sequences = new Sequences();
  private TraceEvent.Sync pending;
  private boolean begun;
  private long lastThread;
  private long gcSequence;

  /**
   * A writer of one trace.
   *
   * @param out where it goes; closed with this writer
   */
  public GoTraceWriter(OutputStream out) {
    this.out = new GenerationOutput(out);
  }

  @Override
  public void accept(EventView event) throws IOException {
    if (event.time() <= state.time()) {
      throw new IllegalArgumentException(
          "time of " + event + " is not after that of the event before, " + state.time());
    }
    if (event.kind() == EventKind.SYNC) {
      endGeneration();
      pending = (TraceEvent.Sync) event.event();
    } else {
      if (pending != null) {
        beginGeneration();
      } else if (!begun) {
        throw new IllegalArgumentException("a trace begins with a sync, not with " + event);
      }
      write(event);
    }
    state.accept(event);
  }

  /** Ends the trace and closes the output. */
  @Override
  public void close() throws IOException {
    try (out) {
      if (begun) {
        endGeneration();
      } else {
        out.header();
      }
    }
  }

  private void beginGeneration() throws IOException {
    out.begin(pending);
    sequences.begin();
    pending = null;
    begun = true;
  }

  private void endGeneration() throws IOException {
    if (pending != null) {
      beginGeneration();
    }
    if (!begun) {
      return;
    }
    for (long id : state.procIds()) {
      procStatusBefore(id, state.time());
    }
    for (long id : state.goroutineIds()) {
      goStatusBefore(id, lastThread, state.time());
    }
    out.end();
    begun = false;
  }

  private void write(EventView e) throws IOException {
    lastThread = e.thread();
    switch (e.kind()) {
      case GO_TRANSITION -> {
        if (isGoStatus(e)) {
          goStatus(e);
        } else {
          statuses(e);
          goStatusBefore(e.resourceId(), e.thread(), statusTime(e));
          goTransition(e);
        }
      }
      case PROC_TRANSITION -> {
        if (isProcStatus(e)) {
          procStatus(e);
        } else {
          statuses(e);
          procStatusBefore(e.resourceId(), statusTime(e));
          procTransition(e);
        }
      }
      case STACK_SAMPLE ->
          out.sample(
              e.time(),
              e.thread(),
              e.proc(),
              e.goroutine() == EventView.NO_GOROUTINE ? 0 : e.goroutine(),
              e.stack());
      default -> {
        statuses(e);
        annotation(e);
      }
    }
  }

  // Statuses.

  private static boolean isGoStatus(EventView e) {
    return e.goFrom() == GoState.UNDETERMINED || e.goFrom() == e.goTo();
  }

  private static boolean isProcStatus(EventView e) {
    return e.procFrom() == ProcState.UNDETERMINED
        || e.procFrom() == ProcState.NOT_EXIST
        || e.procFrom() == e.procTo();
  }

  private void goStatus(EventView e) throws IOException {
    long id = e.resourceId();
    if (e.goFrom() == GoState.UNDETERMINED && (sequences.generation() > 1 || isKnown(id))) {
      throw new IllegalArgumentException(
          "a goroutine can appear from nowhere only once and in the first part: " + e);
    }
    if (sequences.announceGoroutine(id)) {
      writeGoStatus(e.time(), e.thread(), id, e.goTo(), e.goroutineStack());
    }
  }

  private boolean isKnown(long goroutine) {
    return state.goroutine(goroutine) != null;
  }

  private void procStatus(EventView e) throws IOException {
    long id = e.resourceId();
    if (sequences.announceProc(id)) {
      writeProcStatus(e.time(), e.thread(), id, e.procTo());
    }
  }

  /** Statuses of those whom an event finds on its thread. */
  private void statuses(EventView e) throws IOException {
    TraceState.ThreadState thread = state.thread(e.thread());
    if (thread != null) {
      if (thread.proc() != EventView.NO_PROC) {
        procStatusBefore(thread.proc(), statusTime(e));
      }
      if (thread.goroutine() != EventView.NO_GOROUTINE) {
        goStatusBefore(thread.goroutine(), thread.id(), statusTime(e));
      }
    }
  }

  private long statusTime(EventView e) {
    return Math.max(state.time(), e.time() - STATUS_ROOM);
  }

  private void goStatusBefore(long id, long otherThread, long time) throws IOException {
    TraceState.Goroutine g = state.goroutine(id);
    if (g == null || !sequences.announceGoroutine(id)) {
      return;
    }
    if (!g.state().executing()) {
      writeGoStatus(time, otherThread, id, g.state(), Stack.NONE);
      return;
    }
    if (g.proc() != EventView.NO_PROC) {
      procStatusBefore(g.proc(), time);
    }
    writeGoStatus(time, g.thread(), id, g.state(), Stack.NONE);
  }

  private void procStatusBefore(long id, long time) throws IOException {
    TraceState.Proc p = state.proc(id);
    if (p != null && sequences.announceProc(id)) {
      boolean held = p.state() == ProcState.RUNNING;
      writeProcStatus(time, held ? p.thread() : lastThread, id, p.state());
    }
  }

  private void writeGoStatus(long time, long thread, long id, GoState status, Stack stack)
      throws IOException {
    // Go writes -1 (ten bytes) for the thread of one that has none; its readers do not look at it.
    long named = status.executing() ? thread : 0;
    if (stack.isNone()) {
      out.event(WireType.GO_STATUS, thread, time, id, named, code(status));
    } else {
      out.event(WireType.GO_STATUS_STACK, thread, time, id, named, code(status), out.stack(stack));
    }
  }

  private void writeProcStatus(long time, long thread, long id, ProcState status)
      throws IOException {
    TraceState.ThreadState holder = state.thread(thread);
    boolean syscall =
        status == ProcState.RUNNING
            && holder != null
            && holder.proc() == id
            && inSyscall(holder.goroutine());
    int code = syscall ? 3 : status == ProcState.RUNNING ? 1 : 2;
    out.event(WireType.PROC_STATUS, thread, time, id, code);
  }

  private boolean inSyscall(long goroutine) {
    TraceState.Goroutine g = state.goroutine(goroutine);
    return g != null && g.state().keepsThread();
  }

  private static int code(GoState status) {
    return switch (status) {
      case RUNNABLE -> 1;
      case RUNNING -> 2;
      case SYSCALL, PINNED -> 3;
      case WAITING -> 4;
      case UNDETERMINED, NOT_EXIST ->
          throw new IllegalArgumentException("no goroutine has the status " + status);
    };
  }

  // Transitions.

  private void goTransition(EventView e) throws IOException {
    long g = e.resourceId();
    long t = e.thread();
    long time = e.time();
    switch (e.goFrom()) {
      case NOT_EXIST -> {
        if (isKnown(g)) {
          throw refused(e);
        }
        sequences.announceGoroutine(g);
        switch (e.goTo()) {
          case RUNNABLE -> create(WireType.GO_CREATE, e);
          case WAITING -> create(WireType.GO_CREATE_BLOCKED, e);
          case SYSCALL, PINNED -> out.event(WireType.GO_CREATE_SYSCALL, t, time, g);
          default -> throw refused(e);
        }
      }
      case RUNNABLE -> {
        requireTo(e, GoState.RUNNING);
        out.event(WireType.GO_START, t, time, g, sequences.nextOfGoroutine(g));
      }
      case WAITING -> {
        requireTo(e, GoState.RUNNABLE);
        out.event(
            WireType.GO_UNBLOCK,
            t,
            time,
            g,
            sequences.nextOfGoroutine(g),
            out.stack(GoProjection.stack(e)));
      }
      case RUNNING -> {
        requireOnThread(e);
        switch (e.goTo()) {
          case NOT_EXIST -> out.event(WireType.GO_DESTROY, t, time);
          case RUNNABLE -> stop(WireType.GO_STOP, e);
          case WAITING -> stop(WireType.GO_BLOCK, e);
          case SYSCALL, PINNED ->
              out.event(
                  WireType.GO_SYSCALL_BEGIN,
                  t,
                  time,
                  sequences.nextOfProc(state.thread(t).proc()),
                  out.stack(stackOf(e)));
          default -> throw refused(e);
        }
      }
      case SYSCALL, PINNED -> {
        requireOnThread(e);
        out.event(
            switch (e.goTo()) {
              case NOT_EXIST -> WireType.GO_DESTROY_SYSCALL;
              case RUNNABLE -> WireType.GO_SYSCALL_END_BLOCKED;
              case RUNNING -> WireType.GO_SYSCALL_END;
              default -> throw refused(e);
            },
            t,
            time);
      }
      case UNDETERMINED -> throw refused(e);
    }
    if (e.goTo() == GoState.NOT_EXIST) {
      sequences.forgetGoroutine(g);
    }
  }

  private void create(WireType type, EventView e) throws IOException {
    out.event(
        type,
        e.thread(),
        e.time(),
        e.resourceId(),
        out.stack(GoProjection.goroutineStack(e)),
        out.stack(e.stack()));
  }

  private void stop(WireType type, EventView e) throws IOException {
    out.event(
        type, e.thread(), e.time(), out.string(GoProjection.reason(e)), out.stack(stackOf(e)));
  }

  /** Stack of a goroutine that stops: its own and that of the event are the same in the format. */
  private static Stack stackOf(EventView e) {
    return e.stack().isNone() ? e.goroutineStack() : e.stack();
  }

  private void requireTo(EventView e, GoState to) {
    if (e.goTo() != to) {
      throw refused(e);
    }
  }

  private void requireOnThread(EventView e) {
    TraceState.ThreadState thread = state.thread(e.thread());
    if (thread == null || thread.goroutine() != e.resourceId()) {
      throw refused(e);
    }
  }

  private void procTransition(EventView e) throws IOException {
    long p = e.resourceId();
    TraceState.Proc proc = state.proc(p);
    if (proc == null) {
      throw refused(e);
    }
    if (e.procFrom() == ProcState.IDLE && e.procTo() == ProcState.RUNNING) {
      out.event(WireType.PROC_START, e.thread(), e.time(), p, sequences.nextOfProc(p));
    } else if (e.procFrom() == ProcState.RUNNING && e.procTo() == ProcState.IDLE) {
      TraceState.ThreadState holder = state.thread(proc.thread());
      if (holder.id() == e.thread() && !inSyscall(holder.goroutine())) {
        out.event(WireType.PROC_STOP, e.thread(), e.time());
      } else {
        out.event(
            WireType.PROC_STEAL, e.thread(), e.time(), p, sequences.nextOfProc(p), holder.id());
      }
    } else {
      throw refused(e);
    }
  }

  // What changes no state of a goroutine or proc.

  private void annotation(EventView e) throws IOException {
    long t = e.thread();
    long time = e.time();
    switch (e.kind()) {
      case METRIC -> metric(e);
      case LABEL -> out.event(WireType.GO_LABEL, t, time, out.string(e.label()));
      case RANGE_BEGIN, RANGE_ACTIVE, RANGE_END -> range(e);
      case TASK_BEGIN ->
          out.event(
              WireType.USER_TASK_BEGIN,
              t,
              time,
              e.task(),
              e.parentTask() == EventView.NO_TASK ? 0 : e.parentTask(),
              out.string(e.type()),
              out.stack(e.stack()));
      case TASK_END -> out.event(WireType.USER_TASK_END, t, time, e.task(), out.stack(e.stack()));
      case REGION_BEGIN -> region(WireType.USER_REGION_BEGIN, e);
      case REGION_END -> region(WireType.USER_REGION_END, e);
      case LOG ->
          out.event(
              WireType.USER_LOG,
              t,
              time,
              e.task(),
              out.string(e.category()),
              out.string(e.message()),
              out.stack(e.stack()));
      case EXPERIMENTAL -> {
        WireType type = experimental(e);
        out.event(
            type,
            t,
            time,
            e.experimentalArguments().stream().mapToLong(TraceEvent.Argument::value).toArray());
      }
      case SYNC, STACK_SAMPLE, GO_TRANSITION, PROC_TRANSITION ->
          throw new AssertionError("invariant: handled before");
    }
  }

  private static WireType experimental(EventView e) {
    for (WireType type : WireType.values()) {
      if (type.isExperimental() && type.text().equals(e.experimentalName())) {
        if (type.arguments().size() != e.experimentalArguments().size() + 1) {
          break;
        }
        return type;
      }
    }
    throw refused(e);
  }

  private void region(WireType type, EventView e) throws IOException {
    out.event(type, e.thread(), e.time(), e.task(), out.string(e.type()), out.stack(e.stack()));
  }

  private void metric(EventView e) throws IOException {
    switch (e.metricName()) {
      case TraceEvent.Metric.HEAP_OBJECTS ->
          out.event(WireType.HEAP_ALLOC, e.thread(), e.time(), e.metricValue());
      // Go has no event for the heap's committed size; viewers draw its goal above its use.
      case TraceEvent.Metric.HEAP_GOAL, TraceEvent.Metric.HEAP_COMMITTED ->
          out.event(WireType.HEAP_GOAL, e.thread(), e.time(), e.metricValue());
      case TraceEvent.Metric.MAX_PROCS ->
          out.event(
              WireType.PROCS_CHANGE, e.thread(), e.time(), e.metricValue(), out.stack(e.stack()));
      default -> throw refused(e);
    }
  }

  private void range(EventView e) throws IOException {
    switch (RangeKind.ofName(e.rangeName())) {
      case STOP_THE_WORLD -> {
        if (e.kind() == EventKind.RANGE_BEGIN) {
          String reason = RangeKind.stopTheWorldReason(e.rangeName());
          range(e, WireType.STW_BEGIN, out.string(reason), out.stack(e.stack()));
        } else if (e.kind() == EventKind.RANGE_END) {
          range(e, WireType.STW_END);
        } else {
          throw refused(e);
        }
      }
      case GC_MARK -> {
        gcSequence++;
        switch (e.kind()) {
          case RANGE_BEGIN -> range(e, WireType.GC_BEGIN, gcSequence, out.stack(e.stack()));
          case RANGE_ACTIVE -> range(e, WireType.GC_ACTIVE, gcSequence);
          default -> range(e, WireType.GC_END, gcSequence);
        }
      }
      case GC_SWEEP -> {
        switch (e.kind()) {
          case RANGE_BEGIN -> range(e, WireType.GC_SWEEP_BEGIN, out.stack(e.stack()));
          case RANGE_ACTIVE -> range(e, WireType.GC_SWEEP_ACTIVE, e.scopeId());
          default -> range(e, WireType.GC_SWEEP_END, attribute(e, 0), attribute(e, 1));
        }
      }
      case GC_MARK_ASSIST -> {
        switch (e.kind()) {
          case RANGE_BEGIN -> range(e, WireType.GC_MARK_ASSIST_BEGIN, out.stack(e.stack()));
          case RANGE_ACTIVE -> range(e, WireType.GC_MARK_ASSIST_ACTIVE, e.scopeId());
          default -> range(e, WireType.GC_MARK_ASSIST_END);
        }
      }
      case OTHER -> throw refused(e);
    }
  }

  private void range(EventView e, WireType type, long... arguments) throws IOException {
    out.event(type, e.thread(), e.time(), arguments);
  }

  private static long attribute(EventView e, int index) {
    return index < e.attributes().size() ? e.attributes().get(index).value() : 0;
  }

  private static IllegalArgumentException refused(EventView e) {
    return new IllegalArgumentException("a Go trace can not express " + e);
  }
}
