/**
 * What is wrong in a trace, if something is: {@link dev.loomtrace.analysis.finding.Findings} looks
 * for known faults while a {@link dev.loomtrace.timeline.Timeline} is read.
 *
 * <p>Each kind of fault has a class of its own, with its thresholds and their reasons. They are
 * conservative: to be silent is better than to raise a false alarm, and a healthy program under
 * steady load has no finding of high severity. Memory is in proportion to what is alive and to the
 * number of places, groups and names, which is bounded. All times are nanoseconds.
 */
package dev.loomtrace.analysis.finding;
