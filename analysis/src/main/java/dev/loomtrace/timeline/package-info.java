/**
 * Spans and wake edges: what threads, procs, tasks and the program did from when to when.
 *
 * <p>A {@link dev.loomtrace.timeline.Timeline} is a sink of events that makes spans of them, once
 * for all who need intervals rather than changes, and hands each to {@link
 * dev.loomtrace.timeline.SpanSink}s when it ends. What is in progress when the trace ends comes
 * last, marked {@link dev.loomtrace.timeline.SpanView#open}. A wake edge leads from {@link
 * dev.loomtrace.timeline.SpanView#waker} to the blocked span that it ends, at the end of that span.
 *
 * <h2>What may be relied on</h2>
 *
 * <ul>
 *   <li>Spans come in the order of their ends.
 *   <li>The state spans of a thread follow each other without a gap from the start of its life to
 *       the end of it, after which the life itself comes. An id that is used again is another life.
 *   <li>Carrier spans of a proc do not overlap; between them it is idle.
 *   <li>Regions of a thread are nested; {@link dev.loomtrace.timeline.SpanView#parent} is the
 *       depth.
 *   <li>Ranges of one name, scope and id do not overlap.
 * </ul>
 *
 * <p>{@link dev.loomtrace.timeline.store} keeps all of it on disk.
 */
package dev.loomtrace.timeline;
