package dev.loomtrace.tool;

import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Relates times of a trace to its begin and to the wall clock. */
final class TraceClock implements EventSink {
  private boolean begun;
  private long begin;
  private Optional<ClockSnapshot> snapshot = Optional.empty();

  @Override
  public void accept(EventView event) {
    if (!begun) {
      begun = true;
      begin = event.time();
      snapshot = event.clock();
    }
  }

  /** Nanoseconds from the trace's begin. */
  long sinceBegin(long time) {
    return time - begin;
  }

  /** The wall clock's time, if the trace says. */
  Optional<Instant> wallTime(long time) {
    return snapshot.map(clock -> clock.wallTime().plusNanos(time - clock.traceTime()));
  }

  /** A time in words, to the millisecond of the wall clock. */
  String words(long time) {
    String begun = Quantities.duration(sinceBegin(time)) + " into the trace";
    return wallTime(time)
        .map(wall -> begun + " (" + wall.truncatedTo(ChronoUnit.MILLIS) + ")")
        .orElse(begun);
  }
}
