package dev.loomtrace.analysis;

import dev.loomtrace.timeline.store.Track;

/**
 * Where a walk along a critical path goes on to another thread.
 *
 * @param link how
 * @param waiter the thread that did not go on
 * @param owner the one that had to act
 * @param from since when, in nanoseconds on the trace's clock
 * @param to until when
 * @param whole whether it is all of a wait; else it is a part of one, or none
 */
record PathStep(PathLink link, long waiter, Track owner, long from, long to, boolean whole) {}
