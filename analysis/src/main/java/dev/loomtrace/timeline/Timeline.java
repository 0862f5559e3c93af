package dev.loomtrace.timeline;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventKind;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.WaitCause;
import dev.loomtrace.trace.WakeKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns events into spans, in one pass.
 *
 * <p>A sink; give it each event and call {@link #end} after the last one, or let {@link #read} do
 * both. It believes the events, as {@link TraceState} does. Needs memory in proportion to what is
 * alive, and allocates nothing per span. For one thread at a time.
 */
public final class Timeline implements EventSink {
  // What TraceState says about a creation that it has not seen.
  private static final long UNKNOWN_TIME = -1;

  private final TraceState state = new TraceState();
  private final SpanOutput span;
  private final Carriers carriers;
  private final boolean takesStates;
  private final boolean takesCarriers;
  // The labels given to threads that live.
  private final LongMap<String> labels = new LongMap<>();
  private final List<TraceState.OpenRange> rangesFromBefore = new ArrayList<>();
  private long begin;
  private long events;
  private Optional<ClockSnapshot> clock = Optional.empty();
  private boolean ended;

  /** Hands the spans to each of these sinks, span by span. */
  public Timeline(SpanSink... sinks) {
    span = new SpanOutput(sinks);
    carriers = new Carriers(span);
    takesStates = span.takes(SpanKind.STATE);
    takesCarriers = span.takes(SpanKind.CARRIER);
  }

  /**
   * Hands the spans of all events that a reader has left to each of these sinks, and then the end.
   *
   * @throws IOException as the reader and the sinks do
   */
  public static void read(TraceReader trace, SpanSink... sinks) throws IOException {
    Timeline timeline = new Timeline(sinks);
    trace.copyTo(timeline);
    timeline.end(trace.repairs(), Optional.empty());
  }

  @Override
  public void accept(EventView event) throws IOException {
    if (events++ == 0) {
      begin = event.time();
    }
    // Most events are transitions of threads; apart from the others, for the compiler's sake.
    if (event.kind() == EventKind.GO_TRANSITION) {
      goTransition(event);
    } else {
      acceptOther(event);
      state.accept(event);
    }
    span.event(event, state);
  }

  /** Makes the spans that end with an event that is no thread's transition. */
  private void acceptOther(EventView event) throws IOException {
    switch (event.kind()) {
      case PROC_TRANSITION -> {
        if (!event.procTo().executing()) {
          carriers.vacate(event.resourceId(), event.time());
        }
      }
      case SYNC -> {
        if (clock.isEmpty()) {
          clock = event.clock();
        }
      }
      case RANGE_ACTIVE -> rangeActive(event);
      case RANGE_END -> rangeEnd(event);
      case TASK_END -> taskEnd(event);
      case REGION_END -> regionEnd(event);
      case METRIC -> {
        if (instant(SpanKind.COUNTER, event)) {
          span.numbered(event.metricValue(), 0);
          span.named(event.metricName());
          span.emit();
        }
      }
      case STACK_SAMPLE -> {
        if (instant(SpanKind.SAMPLE, event)) {
          span.where(event.stack(), event.stack().isNone() ? 0 : 1);
          span.emit();
        }
      }
      case LOG -> {
        if (instant(SpanKind.LOG, event)) {
          span.where(event.stack(), event.stack().isNone() ? 0 : 1);
          span.numbered(event.task(), 0);
          span.named(event.category());
          span.says(event.message());
          span.emit();
        }
      }
      case LABEL -> {
        if (event.labelledKind() == ResourceKind.GOROUTINE
            && state.goroutine(event.labelledId()) != null) {
          labels.put(event.labelledId(), event.label());
        }
      }
      case GO_TRANSITION, RANGE_BEGIN, TASK_BEGIN, REGION_BEGIN, EXPERIMENTAL -> {
        // No span ends here.
      }
    }
  }

  /** Changes the state as well: some spans end before that, some after it. */
  private void goTransition(EventView event) throws IOException {
    TraceState.Goroutine g = state.goroutine(event.resourceId());
    if (g == null) {
      appear(event);
      return;
    }
    GoState to = event.goTo();
    GoState before = g.state();
    long procBefore = g.proc();
    if (before != to && takesStates) {
      state(g, event.time(), false);
      if (before == GoState.WAITING || before == GoState.PINNED) {
        span.by(event.wakeKind(), event.wakerThread(), event.wakerFrame());
      } else {
        span.by(WakeKind.UNKNOWN, Context.NO_GOROUTINE, Frame.NONE);
      }
      span.emitState();
    }
    state.accept(event);
    if (takesCarriers && (before != to || procBefore != g.proc())) {
      carriers.leave(procBefore, g.id(), event.time());
      carriers.occupy(g, event.time());
    }
    if (to == GoState.NOT_EXIST) {
      regions(g, event.time());
      life(g, event.time(), false);
    }
  }

  /** The first that is known of a thread. */
  private void appear(EventView event) throws IOException {
    state.accept(event);
    long id = event.resourceId();
    TraceState.Goroutine g = state.goroutine(id);
    if (g != null) {
      carriers.occupy(g, event.time());
      return;
    }
    // It is gone with that.
    TraceThread described = event.goroutineThread();
    Frame start = described.start();
    life(id, event.time(), event.time(), event.goFrom() != GoState.NOT_EXIST, false);
    span.startsAt(start);
    span.created(Context.NO_GOROUTINE, described.kind());
    span.named(described.name().isEmpty() ? start.function() : described.name());
    span.emit();
  }

  /** All of a state but who ended it. */
  private void state(TraceState.Goroutine g, long time, boolean open) {
    span.becomeState(g.since(), time);
    span.of(g.id(), g.proc());
    span.in(SpanState.of(g.state(), g.cause()));
    span.because(g.cause());
    // A thread whose creation was seen has no state from before.
    span.cut(g.created() == UNKNOWN_TIME && g.seen() == g.since(), open);
    // Who is created has the stack of where it will start, or waits already, for a known reason.
    if (g.since() != g.created() || !g.cause().equals(WaitCause.NONE)) {
      span.where(g.stack(), g.stackWeight());
    } else {
      span.where(Stack.NONE, 0);
    }
  }

  private void life(TraceState.Goroutine g, long time, boolean open) throws IOException {
    boolean beganBefore = g.created() == UNKNOWN_TIME;
    String label = labels.remove(g.id());
    if (span.takes(SpanKind.LIFE)) {
      life(g.id(), g.seen(), time, beganBefore, open);
      span.startsAt(g.start());
      span.created(g.creator(), g.kind());
      span.named(label == null || label.isEmpty() ? g.name() : label);
      span.emit();
    }
  }

  private void life(long id, long start, long time, boolean beganBefore, boolean open) {
    span.become(SpanKind.LIFE, start, time);
    span.cut(beganBefore, open);
    span.of(id, Context.NO_PROC);
  }

  // Ranges and annotations.

  private void rangeActive(EventView event) {
    if (!state.isOpen(event.rangeName(), event.scopeKind(), event.scopeId())) {
      rangesFromBefore.add(
          new TraceState.OpenRange(
              event.rangeName(), event.scopeKind(), event.scopeId(), event.time()));
    }
  }

  private void rangeEnd(EventView event) throws IOException {
    TraceState.OpenRange found = null;
    for (TraceState.OpenRange range : state.ranges()) {
      if (range.id() == event.scopeId()
          && range.scope() == event.scopeKind()
          && range.name().equals(event.rangeName())) {
        found = range;
        break;
      }
    }
    if (found == null) {
      found =
          new TraceState.OpenRange(event.rangeName(), event.scopeKind(), event.scopeId(), begin);
      rangesFromBefore.add(found);
    }
    range(found, event.time(), event.goroutine(), false);
  }

  private void range(TraceState.OpenRange range, long time, long thread, boolean open)
      throws IOException {
    span.become(SpanKind.RANGE, range.begin(), time);
    span.cut(rangesFromBefore.remove(range), open);
    span.of(thread, Context.NO_PROC);
    span.numbered(range.id(), 0);
    span.named(range.name());
    span.scoped(range.scope());
    span.emit();
  }

  private void taskEnd(EventView event) throws IOException {
    TraceState.Task task = state.task(event.task());
    if (task == null) {
      task =
          new TraceState.Task(
              event.task(), event.parentTask(), event.type(), begin, Context.NO_GOROUTINE);
      task(task, event.time(), true, false);
    } else {
      task(task, event.time(), false, false);
    }
    span.where(event.stack(), event.stack().isNone() ? 0 : 1);
    span.emit();
  }

  private void task(TraceState.Task task, long time, boolean beganBefore, boolean open) {
    span.become(SpanKind.TASK, task.begin(), time);
    span.cut(beganBefore, open);
    span.of(task.goroutine(), Context.NO_PROC);
    span.numbered(task.id(), task.parent());
    span.named(task.type());
  }

  private void regionEnd(EventView event) throws IOException {
    TraceState.Goroutine g = state.goroutine(event.goroutine());
    List<TraceState.OpenRegion> regions = g == null ? List.of() : g.regions();
    if (regions.isEmpty()) {
      span.become(SpanKind.REGION, begin, event.time());
      span.cut(true, false);
      span.of(event.goroutine(), Context.NO_PROC);
      span.numbered(event.task(), 0);
      span.named(event.type());
    } else {
      region(event.goroutine(), regions.getLast(), regions.size() - 1, event.time(), false);
    }
    span.where(event.stack(), event.stack().isNone() ? 0 : 1);
    span.emit();
  }

  /** The regions that a thread was in when it, or the trace, ended; innermost first. */
  private void regions(TraceState.Goroutine g, long time) throws IOException {
    for (int depth = g.regions().size() - 1; depth >= 0; depth--) {
      region(g.id(), g.regions().get(depth), depth, time, true);
      span.emit();
    }
  }

  private void region(
      long thread, TraceState.OpenRegion region, int depth, long time, boolean open) {
    span.become(SpanKind.REGION, region.begin(), time);
    span.cut(false, open);
    span.of(thread, Context.NO_PROC);
    span.numbered(region.task(), depth);
    span.named(region.type());
  }

  /** Starts a span without length; false if no sink takes it. */
  private boolean instant(SpanKind kind, EventView event) {
    if (!span.takes(kind)) {
      return false;
    }
    span.become(kind, event.time(), event.time());
    span.of(event.goroutine(), event.proc());
    return true;
  }

  /**
   * The trace has ended, whole and without repairs: as {@link #end(Repairs, Optional)}.
   *
   * @throws IOException as the sinks do
   */
  public void end() throws IOException {
    end(Repairs.NONE, Optional.empty());
  }

  /**
   * The trace has ended: hands over what is in progress, each kind in the order of ids, and the
   * end.
   *
   * @param repairs what the trace's reader changed or left out
   * @param fault where the trace breaks off, if it does
   * @throws IOException as the sinks do
   * @throws IllegalStateException if it was called before
   */
  public void end(Repairs repairs, Optional<TraceFault> fault) throws IOException {
    if (ended) {
      throw new IllegalStateException("the timeline has ended");
    }
    ended = true;
    long time = state.time();
    carriers.end(time);
    for (TraceState.OpenRange range : state.ranges()) {
      range(range, time, Context.NO_GOROUTINE, true);
    }
    List<TraceState.Task> tasks = new ArrayList<>();
    state.forEachTask(tasks::add);
    tasks.sort((a, b) -> Long.compareUnsigned(a.id(), b.id()));
    for (TraceState.Task task : tasks) {
      task(task, time, false, true);
      span.emit();
    }
    for (long id : state.goroutineIds()) {
      TraceState.Goroutine g = state.goroutine(id);
      regions(g, time);
      state(g, time, true);
      span.by(WakeKind.UNKNOWN, Context.NO_GOROUTINE, Frame.NONE);
      span.emit();
      life(g, time, true);
    }
    span.end(new TraceExtent(begin, time, events, clock, repairs, fault));
  }
}
