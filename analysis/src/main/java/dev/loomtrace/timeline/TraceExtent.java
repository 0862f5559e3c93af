package dev.loomtrace.timeline;

import dev.loomtrace.trace.ClockSnapshot;
import java.util.Optional;

/**
 * How far a trace reaches.
 *
 * @param begin time of its first event, in nanoseconds on the trace's clock; 0 if it has none
 * @param end time of its last event
 * @param events number of its events
 * @param clock what the clocks said at its first part, if the trace says
 */
public record TraceExtent(long begin, long end, long events, Optional<ClockSnapshot> clock) {}
