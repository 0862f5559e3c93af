package dev.loomtrace.testing;

import dev.loomtrace.trace.Context;
import dev.loomtrace.trace.GoState;
import dev.loomtrace.trace.ListTraceReader;
import dev.loomtrace.trace.ProcState;
import dev.loomtrace.trace.TraceEvent;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Events that were legal until some of them were left out, repeated, moved, or said of another
 * thread, goroutine, proc or state. Their times increase all the same.
 */
public final class NearlyLegal {
  private static final int MOST_CHANGES = 3;
  private static final long FIRST_THREAD = 100;
  private static final int THREADS = 7;

  private final Random random;
  private final List<TraceEvent> events;

  private NearlyLegal(long seed, List<TraceEvent> events) {
    this.random = new Random(seed);
    this.events = new ArrayList<>(events);
  }

  /** A variant of these events. */
  public static List<TraceEvent> of(long seed, List<TraceEvent> events) throws IOException {
    NearlyLegal variant = new NearlyLegal(seed, events);
    int changes = 1 + variant.random.nextInt(MOST_CHANGES);
    for (int i = 0; i < changes; i++) {
      variant.change();
    }
    return restamped(variant.events);
  }

  private void change() {
    int place = 1 + random.nextInt(events.size() - 1);
    TraceEvent event = events.get(place);
    switch (random.nextInt(6)) {
      case 0 -> events.remove(place);
      case 1 -> events.add(place, event);
      case 2 -> events.add(1 + random.nextInt(events.size() - 1), events.remove(place));
      default -> events.set(place, changed(event));
    }
  }

  private TraceEvent changed(TraceEvent event) {
    Context c = event.context();
    Context other = new Context(c.goroutine(), c.proc(), thread());
    boolean moved = random.nextBoolean();
    return switch (event) {
      case TraceEvent.GoTransition e ->
          new TraceEvent.GoTransition(
              e.time(),
              moved ? other : c,
              e.stack(),
              moved ? e.goroutine() : 1 + random.nextInt(20),
              moved ? e.from() : any(GoState.values(), e.from()),
              moved ? e.to() : any(GoState.values(), e.to()),
              e.cause(),
              e.goroutineStack(),
              e.stackWeight(),
              e.waker(),
              e.thread());
      case TraceEvent.ProcTransition e ->
          new TraceEvent.ProcTransition(
              e.time(),
              moved ? other : c,
              e.stack(),
              moved ? e.proc() : random.nextInt(4),
              moved ? e.from() : any(ProcState.values(), e.from()),
              moved ? e.to() : any(ProcState.values(), e.to()));
      case TraceEvent.TaskBegin e ->
          new TraceEvent.TaskBegin(e.time(), other, e.stack(), e.id(), e.parent(), e.type());
      case TraceEvent.RegionEnd e ->
          new TraceEvent.RegionEnd(
              e.time(), moved ? other : c, e.stack(), e.task(), moved ? e.type() : "other");
      case TraceEvent.Metric e ->
          new TraceEvent.Metric(e.time(), other, e.stack(), e.name(), e.value());
      case TraceEvent.RangeBegin e ->
          new TraceEvent.RangeBegin(e.time(), other, e.stack(), e.name(), e.scope(), e.id());
      default -> event;
    };
  }

  private long thread() {
    int number = random.nextInt(THREADS + 1);
    return number == THREADS ? -1 : FIRST_THREAD + number;
  }

  private <E> E any(E[] values, E usually) {
    return random.nextInt(4) > 0 ? usually : values[random.nextInt(values.length)];
  }

  private static List<TraceEvent> restamped(List<TraceEvent> events) throws IOException {
    List<TraceEvent> result = new ArrayList<>();
    try (Restamped reader = new Restamped(new ListTraceReader(events))) {
      while (reader.next()) {
        result.add(reader.event());
      }
    }
    return result;
  }

  private static final class Restamped extends TraceReader {
    private final TraceReader events;
    private long last;

    private Restamped(TraceReader events) {
      this.events = events;
    }

    @Override
    protected boolean advance() throws IOException {
      if (!events.next()) {
        return false;
      }
      event(events.event());
      last = Math.max(last + 1, events.time());
      atTime(last);
      return true;
    }
  }
}
