package dev.loomtrace.trace;

import java.time.Instant;

/**
 * Readings of several clocks, taken as nearly at one time as the traced program could.
 *
 * @param traceTime nanoseconds on the trace's clock
 * @param monotonicTime nanoseconds on the machine's monotonic clock, unsigned; 0 if unknown
 * @param wallTime the wall clock
 */
public record ClockSnapshot(long traceTime, long monotonicTime, Instant wallTime) {}
