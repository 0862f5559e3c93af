package dev.loomtrace.gotrace;

import dev.loomtrace.gotrace.wire.GenerationOutput;
import dev.loomtrace.gotrace.wire.GoReasons;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.RangeKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceRules;
import dev.loomtrace.trace.TraceState;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Consumer;

/**
 * Writes events as a trace of Go 1.26.
 *
 * <p>Each {@link EventKind#SYNC} begins a generation; one at the end writes nothing. What is
 * written is a trace that Go's reader takes: an event that breaks one of the {@link TraceRules}, or
 * that the format cannot express, is refused with {@link IllegalArgumentException}. The statuses of
 * goroutines and procs, which each generation needs before their first sequenced event, are added
 * where the source does not give them: up to a few nanoseconds early, in the gap before the event
 * that needs them, or, for those that nothing happened to, at the generation's end.
 *
 * <p>Times are those of the events, unless the first is below 1 or above {@link
 * GenerationOutput#MAX_FIRST_TIME}: then all are moved so that the trace begins at 1, since Go
 * computes with doubles.
 *
 * <p>Strings are cut at 1,024 bytes and stacks at 128 frames, as Go does. What Go has no word for
 * is written as what its tools show best, see {@link GoReasons}; what a thread waits for has no
 * place in the format and is left out.
 *
 * <p>Memory: the strings and stacks of one generation, up to 64 KiB for each of its threads, and
 * what is alive. Not safe for use by several threads.
 */
public final class GoTraceWriter implements EventSink, Closeable {
  private final GenerationOutput out;
  private final TraceState state = new TraceState();
  private final TraceRules rules = new TraceRules(state);
  private final Sequences sequences = new Sequences();
  private final Statuses statuses;
  private final Consumer<String> refusal = this::refuse;
  private EventView current;
  private TraceEvent.Sync pending;
  private boolean justAfter;
  private boolean begun;
  private long gcSequence;

  /**
   * A writer of one trace.
   *
   * @param out where it goes; closed with this writer
   */
  public GoTraceWriter(OutputStream out) {
    this.out = new GenerationOutput(out);
    this.statuses = new Statuses(this.out, state, sequences);
  }

  @Override
  public void accept(EventView event) throws IOException {
    current = event;
    rules.check(event, refusal);
    if (event.kind() == EventKind.SYNC) {
      boolean first = pending == null && !begun;
      boolean added = endGeneration();
      pending = (TraceEvent.Sync) event.event();
      justAfter = !first && !added && event.time() == state.time() + 1;
    } else {
      if (pending != null) {
        beginGeneration();
      }
      statuses.settle(event);
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

  private void refuse(String problem) {
    throw new IllegalArgumentException("at time " + current.time() + " " + problem);
  }

  private void beginGeneration() throws IOException {
    out.begin(pending, justAfter);
    sequences.begin();
    for (TraceState.OpenRange range : state.ranges()) {
      if (RangeKind.ofName(range.name()) == RangeKind.STOP_THE_WORLD) {
        // Its end names it by the number that its start gave it.
        out.lastingString(RangeKind.stopTheWorldReason(range.name()));
      }
    }
    pending = null;
    begun = true;
  }

  /** Returns whether events had to be added that are not the trace's own. */
  private boolean endGeneration() throws IOException {
    if (pending != null) {
      beginGeneration();
    }
    if (!begun) {
      return false;
    }
    boolean added = statuses.end();
    out.end();
    begun = false;
    return added;
  }

  private void write(EventView e) throws IOException {
    if (Statuses.isStatus(e)) {
      statuses.write(e);
      return;
    }
    if (e.kind() == EventKind.STACK_SAMPLE) {
      out.sample(
          e.time(),
          e.thread(),
          e.proc(),
          e.goroutine() == Context.NO_GOROUTINE ? 0 : e.goroutine(),
          e.stack());
      return;
    }
    statuses.before(e);
    switch (e.kind()) {
      case GO_TRANSITION -> {
        statuses.goroutineBefore(e);
        goTransition(e);
      }
      case PROC_TRANSITION -> {
        statuses.procBefore(e);
        procTransition(e);
      }
      default -> annotation(e);
    }
  }

  // Transitions.

  private void goTransition(EventView e) throws IOException {
    long g = e.resourceId();
    long t = e.thread();
    long time = e.time();
    switch (e.goFrom()) {
      case NOT_EXIST -> {
        sequences.announceGoroutine(g);
        switch (e.goTo()) {
          case RUNNABLE -> create(WireType.GO_CREATE, e);
          case WAITING -> create(WireType.GO_CREATE_BLOCKED, e);
          case SYSCALL, PINNED -> out.event(WireType.GO_CREATE_SYSCALL, t, time, g);
          default -> throw refused(e);
        }
      }
      case RUNNABLE -> out.event(WireType.GO_START, t, time, g, sequences.nextOfGoroutine(g));
      case WAITING ->
          out.event(
              WireType.GO_UNBLOCK,
              t,
              time,
              g,
              sequences.nextOfGoroutine(g),
              out.stack(GoProjection.stack(e)));
      case RUNNING -> {
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

  private void procTransition(EventView e) throws IOException {
    long p = e.resourceId();
    long holder = state.proc(p).thread();
    if (e.procTo() == ProcState.RUNNING) {
      out.event(WireType.PROC_START, e.thread(), e.time(), p, sequences.nextOfProc(p));
    } else if (holder == e.thread()) {
      out.event(WireType.PROC_STOP, e.thread(), e.time());
    } else {
      out.event(WireType.PROC_STEAL, e.thread(), e.time(), p, sequences.nextOfProc(p), holder);
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
          range(e, WireType.STW_BEGIN, out.lastingString(reason), out.stack(e.stack()));
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
    return new IllegalArgumentException("a Go trace cannot express " + e);
  }
}
