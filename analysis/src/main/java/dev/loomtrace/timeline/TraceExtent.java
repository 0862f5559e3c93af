package dev.loomtrace.timeline;

import dev.loomtrace.trace.ClockSnapshot;
import dev.loomtrace.trace.Repairs;
import java.util.Optional;

/**
 * How far a trace reaches, and how whole it is.
 *
 * @param begin time of its first event, in nanoseconds on the trace's clock; 0 if it has none
 * @param end time of its last event
 * @param events number of its events
 * @param clock what the clocks said at its first part, if the trace says
 * @param repairs what its reader changed or left out
 * @param fault where it breaks off, if it does
 */
public record TraceExtent(
    long begin,
    long end,
    long events,
    Optional<ClockSnapshot> clock,
    Repairs repairs,
    Optional<TraceFault> fault) {}
