/**
 * The event model: every trace is read into it, and every output is made from it.
 *
 * <p>A {@link dev.loomtrace.trace.TraceReader} is a cursor over the events of one trace in their
 * global order. It stands on one event at a time and <em>is</em> a view of that event: {@link
 * dev.loomtrace.trace.EventView} has an accessor for everything that an event can contain, and
 * reading a whole trace through accessors allocates nothing. {@link
 * dev.loomtrace.trace.EventView#event()} makes an immutable {@link dev.loomtrace.trace.TraceEvent}
 * of the current event, for pattern matching and for keeping.
 *
 * <p>An {@link dev.loomtrace.trace.EventSink} receives each event in turn: writers, analyses and
 * the {@link dev.loomtrace.trace.TraceValidator} are sinks. Readers do not depend on sinks, nor
 * sinks on readers, so each sink works with every format.
 *
 * <h2>Vocabulary</h2>
 *
 * The model uses Go's terms, since Go's execution tracer is the precedent. A <em>goroutine</em> is
 * a light thread: of a JVM, each virtual thread, and each platform thread that runs Java code. A
 * <em>proc</em> is a right to run: a carrier's slot in the scheduler; each running platform thread
 * has one of its own. A <em>thread</em> is an operating system's thread. Ids of goroutines are Java
 * thread ids where the trace comes from a JVM.
 *
 * <p>Why a thread waits, what woke it, what kind of thread it is and whose code a frame is are
 * expressed in the model's own types: {@link dev.loomtrace.trace.WaitReason}, {@link
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
 *   <li>Nothing is null, as argument or result, unless its description says so. Absence is
 *       represented by a sentinel: {@link dev.loomtrace.trace.Context#NO_GOROUTINE}, {@link
 *       dev.loomtrace.trace.Stack#NONE}, the empty string.
 *   <li>What the accessors of a reader return is valid until its next call of {@code next()}. Every
 *       object that they return may be kept: strings, stacks and events are immutable.
 *   <li>Readers, sinks and states are for one thread at a time; immutable types may be shared.
 *   <li>Broken input is a {@link dev.loomtrace.trace.MalformedTraceException}; a wrong call is an
 *       {@link java.lang.IllegalStateException} or {@link java.lang.IllegalArgumentException}.
 *   <li>Enums and the kinds of events may grow in later versions; ignore those you do not know.
 * </ul>
 */
package dev.loomtrace.trace;
