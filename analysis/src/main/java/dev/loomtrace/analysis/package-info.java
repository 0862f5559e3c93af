/**
 * Analyses of traces, whatever their format.
 *
 * <p>Each analysis is a {@link dev.loomtrace.timeline.SpanSink}: let a {@link
 * dev.loomtrace.timeline.Timeline} hand it a trace's spans and events, in one pass together with
 * others if you like, then ask for its result. None keeps events; memory is in proportion to what
 * is alive at a time and to the distinct names in the result. All times are nanoseconds. Analyses
 * are for one thread at a time; their results are immutable.
 */
package dev.loomtrace.analysis;
