package dev.loomtrace.perfetto;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.ResourceKind;
import dev.loomtrace.trace.Stack;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceState;
import dev.loomtrace.trace.TraceThread;
import dev.loomtrace.trace.Waker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What has happened before the part of a trace that is written: tells it as events of the moment at
 * which that part begins.
 */
final class Earlier {
  private static final int MOST_NAMES = 10_000;

  private final LongMap<String> labels = new LongMap<>();
  private final Map<String, Long> metrics = new TreeMap<>();
  private Optional<ClockSnapshot> clock = Optional.empty();
  private boolean any;
  private long first;

  /** Takes an event of before. */
  void note(EventView e) {
    if (!any) {
      any = true;
      first = e.time();
    }
    switch (e.kind()) {
      case GO_TRANSITION -> {
        if (e.goTo() == GoState.NOT_EXIST) {
          labels.remove(e.resourceId());
        }
      }
      case LABEL -> {
        if (e.labelledKind() == ResourceKind.GOROUTINE) {
          labels.put(e.labelledId(), e.label());
        }
      }
      case METRIC -> {
        if (metrics.size() < MOST_NAMES || metrics.containsKey(e.metricName())) {
          metrics.put(e.metricName(), e.metricValue());
        }
      }
      case SYNC -> clock = e.clock().or(() -> clock);
      default -> {
        // The state of the trace knows, or it is over.
      }
    }
  }

  /** Time of the first event. */
  long first() {
    return first;
  }

  /** Whether there was anything. */
  boolean isKnown() {
    return any;
  }

  /**
   * Hands on what is the case at a time.
   *
   * @param state the state of the trace
   */
  void tell(long time, TraceState state, EventSink sink) throws IOException {
    List<TraceEvent> events = new ArrayList<>();
    clock.ifPresent(read -> events.add(sync(time, read)));
    Map<Long, List<TraceEvent>> annotations = new TreeMap<>();
    for (long id : state.goroutineIds()) {
      TraceState.Goroutine g = state.goroutine(id);
      Context context = new Context(id, g.proc(), g.thread());
      events.add(
          new TraceEvent.GoTransition(
              time,
              context,
              Stack.NONE,
              id,
              GoState.UNDETERMINED,
              g.state(),
              g.cause(),
              g.stack(),
              g.stackWeight(),
              Waker.NONE,
              new TraceThread(g.kind(), g.name(), g.start()),
              g.began()));
      String label = labels.get(id);
      if (label != null) {
        events.add(
            new TraceEvent.Label(time, context, Stack.NONE, label, ResourceKind.GOROUTINE, id));
      }
      for (TraceState.OpenRegion region : g.regions()) {
        add(
            annotations,
            new TraceEvent.RegionBegin(
                time, context, Stack.NONE, region.task(), region.type(), region.begin()));
      }
    }
    state.forEachTask(
        task ->
            add(
                annotations,
                new TraceEvent.TaskBegin(
                    time,
                    new Context(task.goroutine(), Context.NO_PROC, Context.NO_THREAD),
                    Stack.NONE,
                    task.id(),
                    task.parent(),
                    task.type(),
                    task.begin())));
    annotations.values().forEach(each -> events.addAll(inOrder(each, time)));
    for (TraceState.OpenRange range : state.ranges()) {
      events.add(
          new TraceEvent.RangeActive(
              time, Context.NONE, Stack.NONE, range.name(), range.scope(), range.id()));
    }
    metrics.forEach(
        (name, value) ->
            events.add(new TraceEvent.Metric(time, Context.NONE, Stack.NONE, name, value)));
    try (ListTraceReader reader = new ListTraceReader(events)) {
      reader.copyTo(sink);
    }
  }

  private static void add(Map<Long, List<TraceEvent>> annotations, TraceEvent e) {
    annotations.computeIfAbsent(e.context().goroutine(), key -> new ArrayList<>()).add(e);
  }

  /**
   * Annotations of a thread, the outermost one first, each a nanosecond after the one around it:
   * they may be written in another order. None is before its own begin or the first event.
   */
  private List<TraceEvent> inOrder(List<TraceEvent> annotations, long time) {
    annotations.sort(OLDEST_FIRST);
    List<TraceEvent> ordered = new ArrayList<>();
    long next = time - annotations.size();
    for (TraceEvent each : annotations) {
      next++;
      ordered.add(
          switch (each) {
            case TraceEvent.TaskBegin t ->
                new TraceEvent.TaskBegin(
                    shown(t.since(), next),
                    t.context(),
                    t.stack(),
                    t.id(),
                    t.parent(),
                    t.type(),
                    t.since());
            case TraceEvent.RegionBegin r ->
                new TraceEvent.RegionBegin(
                    shown(r.since(), next), r.context(), r.stack(), r.task(), r.type(), r.since());
            default -> throw new AssertionError("invariant: neither a task nor a region");
          });
    }
    return ordered;
  }

  private long shown(long since, long next) {
    return Math.max(first, Math.max(since, next));
  }

  private static TraceEvent sync(long time, ClockSnapshot read) {
    ClockSnapshot now =
        new ClockSnapshot(time, 0, read.wallTime().plusNanos(time - read.traceTime()));
    return new TraceEvent.Sync(time, 1, Optional.of(now), Map.of());
  }

  // A task is around the regions that begin with it.
  private static final Comparator<TraceEvent> OLDEST_FIRST =
      Comparator.comparingLong(Earlier::since)
          .thenComparing(e -> e instanceof TraceEvent.RegionBegin);

  private static long since(TraceEvent e) {
    return switch (e) {
      case TraceEvent.TaskBegin task -> task.since();
      case TraceEvent.RegionBegin region -> region.since();
      default -> throw new AssertionError("invariant: neither a task nor a region");
    };
  }
}
