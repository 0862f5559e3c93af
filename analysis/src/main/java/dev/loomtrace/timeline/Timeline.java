package dev.loomtrace.timeline;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.Frame;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.TraceState;
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
  // What TraceState says of a creation that it has not seen.
  private static final long UNKNOWN_TIME = -1;

  private final TraceState state = new TraceState();
  private final SpanSink[] sinks;
  private final Cursor span = new Cursor();
  private final LongMap<Life> lives = new LongMap<>();
  private final LongMap<Occupant> occupants = new LongMap<>();
  private final List<TraceState.OpenRange> rangesFromBefore = new ArrayList<>();
  private long begin;
  private long events;
  private Optional<ClockSnapshot> clock = Optional.empty();
  private boolean ended;

  private static final class Cursor extends SpanView {}

  /** What {@link TraceState} does not keep of a thread. */
  private static final class Life {
    private final long begin;
    private final boolean beganBefore;
    private final long creator;
    private String label = "";

    private Life(long begin, boolean beganBefore, long creator) {
      this.begin = begin;
      this.beganBefore = beganBefore;
      this.creator = creator;
    }
  }

  /** Who runs on a proc, if anyone. */
  private static final class Occupant {
    private boolean present;
    private long thread;
    private SpanState state = SpanState.UNKNOWN;
    private long since;
  }

  /** Hands the spans to each of these sinks, span by span. */
  public Timeline(SpanSink... sinks) {
    this.sinks = sinks.clone();
  }

  /**
   * Hands the spans of all events that a reader has left to each of these sinks, and then the end.
   *
   * @throws IOException as the reader and the sinks do
   */
  public static void read(TraceReader trace, SpanSink... sinks) throws IOException {
    Timeline timeline = new Timeline(sinks);
    trace.copyTo(timeline);
    timeline.end();
  }

  @Override
  public void accept(EventView event) throws IOException {
    if (events++ == 0) {
      begin = event.time();
    }
    switch (event.kind()) {
      case GO_TRANSITION -> {
        goTransition(event);
        return;
      }
      case PROC_TRANSITION -> {
        if (!event.procTo().executing()) {
          vacate(event.resourceId(), event.time(), false);
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
        instant(SpanKind.COUNTER, event);
        span.numbered(event.metricValue(), 0);
        span.named(event.metricName());
        emit();
      }
      case STACK_SAMPLE -> {
        instant(SpanKind.SAMPLE, event);
        span.where(event.stack(), event.stack().isNone() ? 0 : 1);
        emit();
      }
      case LOG -> {
        instant(SpanKind.LOG, event);
        span.where(event.stack(), event.stack().isNone() ? 0 : 1);
        span.numbered(event.task(), 0);
        span.named(event.category());
        span.says(event.message());
        emit();
      }
      case LABEL -> {
        Life life =
            event.labelledKind() == ResourceKind.GOROUTINE ? lives.get(event.labelledId()) : null;
        if (life != null) {
          life.label = event.label();
        }
      }
      case RANGE_BEGIN, TASK_BEGIN, REGION_BEGIN, EXPERIMENTAL -> {
        // No span ends here.
      }
    }
    state.accept(event);
  }

  private void goTransition(EventView event) throws IOException {
    long id = event.resourceId();
    GoState to = event.goTo();
    TraceState.Goroutine g = state.goroutine(id);
    if (g == null) {
      boolean created = event.goFrom() == GoState.NOT_EXIST;
      lives.put(
          id,
          new Life(event.time(), !created, created ? event.goroutine() : EventView.NO_GOROUTINE));
      state.accept(event);
      g = state.goroutine(id);
      if (g != null) {
        occupy(g, event.time());
      } else {
        life(id, event.goroutineThread().start(), event.time(), false);
      }
      return;
    }
    GoState before = g.state();
    long procBefore = g.proc();
    if (before != to) {
      state(g, event.time(), false);
      if (before == GoState.WAITING) {
        long waker = event.wakerThread();
        span.by(waker, waker == EventView.NO_GOROUTINE ? event.wakerFrame().function() : "");
      }
      emit();
    }
    state.accept(event);
    if (before != to || procBefore != g.proc()) {
      vacate(procBefore, id, event.time());
      occupy(g, event.time());
    }
    if (to == GoState.NOT_EXIST) {
      regions(g, event.time());
      life(id, g.start(), event.time(), false);
    }
  }

  private void state(TraceState.Goroutine g, long time, boolean open) {
    span.become(SpanKind.STATE, g.since(), time);
    span.of(g.id(), g.proc());
    span.in(SpanState.of(g.state()));
    span.because(g.cause().word(), g.cause().resource());
    // A thread whose creation was seen has no state from before.
    Life life = g.created() == UNKNOWN_TIME ? lives.get(g.id()) : null;
    span.cut(life != null && life.beganBefore && life.begin == g.since(), open);
    // Who is created has the stack of where it will start.
    if (g.since() != g.created()) {
      span.where(g.stack(), g.stackWeight());
    }
  }

  private void life(long id, Frame start, long time, boolean open) throws IOException {
    Life life = lives.remove(id);
    span.become(SpanKind.LIFE, life.begin, time);
    span.cut(life.beganBefore, open);
    span.of(id, EventView.NO_PROC);
    span.where(start.isNone() ? Stack.NONE : Stack.of(List.of(start)), start.isNone() ? 0 : 1);
    span.by(life.creator, "");
    span.named(life.label.isEmpty() ? start.function() : life.label);
    emit();
  }

  // Who runs on which proc.

  private void occupy(TraceState.Goroutine g, long time) throws IOException {
    if (g.proc() == EventView.NO_PROC) {
      return;
    }
    Occupant occupant = occupants.get(g.proc());
    if (occupant == null) {
      occupant = new Occupant();
      occupants.put(g.proc(), occupant);
    }
    carrier(g.proc(), occupant, time, false);
    occupant.present = true;
    occupant.thread = g.id();
    occupant.state = SpanState.of(g.state());
    occupant.since = time;
  }

  private void vacate(long proc, long thread, long time) throws IOException {
    Occupant occupant = proc == EventView.NO_PROC ? null : occupants.get(proc);
    if (occupant != null && occupant.thread == thread) {
      carrier(proc, occupant, time, false);
    }
  }

  private void vacate(long proc, long time, boolean open) throws IOException {
    Occupant occupant = occupants.get(proc);
    if (occupant != null) {
      carrier(proc, occupant, time, open);
    }
  }

  private void carrier(long proc, Occupant occupant, long time, boolean open) throws IOException {
    if (occupant.present) {
      occupant.present = false;
      span.become(SpanKind.CARRIER, occupant.since, time);
      span.cut(false, open);
      span.of(occupant.thread, proc);
      span.in(occupant.state);
      emit();
    }
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
    span.of(thread, EventView.NO_PROC);
    span.numbered(range.id(), 0);
    span.named(range.name());
    span.scoped(range.scope());
    emit();
  }

  private void taskEnd(EventView event) throws IOException {
    TraceState.Task task = state.task(event.task());
    if (task == null) {
      task =
          new TraceState.Task(
              event.task(), event.parentTask(), event.type(), begin, EventView.NO_GOROUTINE);
      task(task, event.time(), true, false);
    } else {
      task(task, event.time(), false, false);
    }
    span.where(event.stack(), event.stack().isNone() ? 0 : 1);
    emit();
  }

  private void task(TraceState.Task task, long time, boolean beganBefore, boolean open) {
    span.become(SpanKind.TASK, task.begin(), time);
    span.cut(beganBefore, open);
    span.of(task.goroutine(), EventView.NO_PROC);
    span.numbered(task.id(), task.parent());
    span.named(task.type());
  }

  private void regionEnd(EventView event) throws IOException {
    TraceState.Goroutine g = state.goroutine(event.goroutine());
    List<TraceState.OpenRegion> regions = g == null ? List.of() : g.regions();
    if (regions.isEmpty()) {
      span.become(SpanKind.REGION, begin, event.time());
      span.cut(true, false);
      span.of(event.goroutine(), EventView.NO_PROC);
      span.numbered(event.task(), 0);
      span.named(event.type());
    } else {
      region(event.goroutine(), regions.getLast(), regions.size() - 1, event.time(), false);
    }
    span.where(event.stack(), event.stack().isNone() ? 0 : 1);
    emit();
  }

  /** The regions that a thread was in when it, or the trace, ended; innermost first. */
  private void regions(TraceState.Goroutine g, long time) throws IOException {
    for (int depth = g.regions().size() - 1; depth >= 0; depth--) {
      region(g.id(), g.regions().get(depth), depth, time, true);
      emit();
    }
  }

  private void region(
      long thread, TraceState.OpenRegion region, int depth, long time, boolean open) {
    span.become(SpanKind.REGION, region.begin(), time);
    span.cut(false, open);
    span.of(thread, EventView.NO_PROC);
    span.numbered(region.task(), depth);
    span.named(region.type());
  }

  private void instant(SpanKind kind, EventView event) {
    span.become(kind, event.time(), event.time());
    span.of(event.goroutine(), event.proc());
  }

  private void emit() throws IOException {
    for (SpanSink sink : sinks) {
      sink.accept(span);
    }
  }

  /**
   * The trace has ended: hands over what is in progress, each kind in the order of ids, and the
   * end.
   *
   * @throws IOException as the sinks do
   * @throws IllegalStateException if it was called before
   */
  public void end() throws IOException {
    if (ended) {
      throw new IllegalStateException("the timeline has ended");
    }
    ended = true;
    long time = state.time();
    for (long proc : occupants.sortedKeys()) {
      vacate(proc, time, true);
    }
    for (TraceState.OpenRange range : state.ranges()) {
      range(range, time, EventView.NO_GOROUTINE, true);
    }
    List<TraceState.Task> tasks = new ArrayList<>();
    state.forEachTask(tasks::add);
    tasks.sort((a, b) -> Long.compareUnsigned(a.id(), b.id()));
    for (TraceState.Task task : tasks) {
      task(task, time, false, true);
      emit();
    }
    for (long id : state.goroutineIds()) {
      TraceState.Goroutine g = state.goroutine(id);
      regions(g, time);
      state(g, time, true);
      emit();
      life(id, g.start(), time, true);
    }
    TraceExtent extent = new TraceExtent(begin, time, events, clock);
    for (SpanSink sink : sinks) {
      sink.end(extent);
    }
  }
}
