package dev.loomtrace.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.loomtrace.timeline.TraceExtent;
import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Relates times of a trace to its start and to the wall clock: a sink that keeps what the first
 * event says. For one thread until that has come, then for any number.
 */
public final class TraceClock implements EventSink {
  private boolean started;
  private long start;
  private Optional<ClockSnapshot> snapshot = Optional.empty();

  /** Of no event yet. */
  public TraceClock() {}

  /** That of a trace that reaches so far. */
  public static TraceClock of(TraceExtent extent) {
    TraceClock clock = new TraceClock();
    clock.started = true;
    clock.start = extent.begin();
    clock.snapshot = extent.clock();
    return clock;
  }

  @Override
  public void accept(EventView event) {
    if (!started) {
      started = true;
      start = event.time();
      snapshot = event.clock();
    }
  }

  /** Nanoseconds from the trace's start; negative for what is older. */
  public long sinceStart(long time) {
    return time - start;
  }

  /** The time of the trace that is so many nanoseconds after its start. */
  public long afterStart(long nanos) {
    return start + nanos;
  }

  /** The time of the trace at which the wall clock showed this, if the trace says. */
  public Optional<Long> at(Instant wallTime) {
    return snapshot.map(
        clock -> clock.traceTime() + Duration.between(clock.wallTime(), wallTime).toNanos());
  }

  /** The wall clock as the first event has it, if it does. */
  public Optional<ClockSnapshot> snapshot() {
    return snapshot;
  }

  /** The wall clock's time, if the trace says. */
  public Optional<Instant> wallTime(long time) {
    return snapshot.map(clock -> clock.wallTime().plusNanos(time - clock.traceTime()));
  }

  /** A time in words, to the millisecond of the wall clock. */
  public String words(long time) {
    long since = sinceStart(time);
    String started =
        since < 0
            ? Quantities.duration(-since) + " before the recording"
            : Quantities.duration(since) + " into the trace";
    return wallTime(time)
        .map(wall -> started + " (" + wall.truncatedTo(ChronoUnit.MILLIS) + ")")
        .orElse(started);
  }

  /** Writes when something began, as members of the object that is being written. */
  void json(JsonGenerator json, long begin) throws IOException {
    json.writeNumberField("beginNanos", sinceStart(begin));
    Optional<Instant> wall = wallTime(begin);
    if (wall.isPresent()) {
      json.writeStringField("begin", wall.get().toString());
    }
  }
}
