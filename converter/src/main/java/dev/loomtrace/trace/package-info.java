/**
 * The event model: what every trace is read into and every output is made from.
 *
 * <p>A {@link dev.loomtrace.trace.TraceReader} is a cursor over the events of one trace in their
 * global order. It stands on one event at a time and <em>is</em> a view of that event: {@link
 * dev.loomtrace.trace.EventView} has an accessor for everything an event can say, and reading a
 * whole trace through accessors allocates nothing. {@link dev.loomtrace.trace.EventView#event()}
 * makes an immutable {@link dev.loomtrace.trace.TraceEvent} of the current event, for pattern
 * matching and for keeping.
 *
 * <p>An {@link dev.loomtrace.trace.EventSink} is handed each event in turn: writers, analyses and
 * the {@link dev.loomtrace.trace.TraceValidator} are sinks. Readers know nothing of sinks and sinks
 * nothing of readers, so each works with every format.
 *
 * <h2>Vocabulary</h2>
 *
 * The model speaks Go, whose execution tracer is the precedent. A <em>goroutine</em> is a light
 * thread: of a JVM, each virtual thread, and each platform thread that runs Java code. A
 * <em>proc</em> is a right to run: a carrier's slot in the scheduler; a running platform thread has
 * one of its own. A <em>thread</em> is an operating system's thread. Ids of goroutines are Java
 * thread ids where the trace comes from a JVM.
 *
 * <p>Why a thread waits, who woke it, what kind of thread it is and whose code a frame is have
 * words of the model's own: {@link dev.loomtrace.trace.WaitReason}, {@link
 * dev.loomtrace.trace.WakeKind}, {@link dev.loomtrace.trace.ThreadKind}, {@link
 * dev.loomtrace.trace.FrameOrigin}. Readers fill them in; a writer chooses its format's words for
 * them.
 *
 * <p>Traces are split in parts that can be read on their own: generations of a Go trace, chunks of
 * a JFR recording. Each begins with a {@link dev.loomtrace.trace.EventKind#SYNC} event, and one
 * more ends the trace.
 *
 * <h2>Rules for all types of this package</h2>
 *
 * <ul>
 *   <li>Times are {@code long} nanoseconds of the trace's own monotonic clock. They increase
 *       strictly from event to event.
 *   <li>Nothing is null, as argument or result, unless its description says so. What is absent is a
 *       sentinel: {@link dev.loomtrace.trace.Context#NO_GOROUTINE}, {@link
 *       dev.loomtrace.trace.Stack#NONE}, the empty string.
 *   <li>What the accessors of a reader say is true until its next call of {@code next()}. Every
 *       object they return may be kept: strings, stacks and events are immutable.
 *   <li>Readers, sinks and states are for one thread at a time; immutable types for all.
 *   <li>Broken input is a {@link dev.loomtrace.trace.MalformedTraceException}; a wrong call is an
 *       {@link java.lang.IllegalStateException} or {@link java.lang.IllegalArgumentException}.
 *   <li>Enums and the kinds of events may grow in later versions; treat unknown ones as
 *       uninteresting.
 * </ul>
 */
package dev.loomtrace.trace;
