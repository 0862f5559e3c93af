/**
 * Go execution traces: traces of all versions since Go 1.11 are read, and traces of Go 1.26 are
 * written. Nothing here depends on JFR.
 *
 * <pre>{@code
 * try (TraceReader trace = GoTraceReader.open(Files.newInputStream(path))) {
 *   while (trace.next()) {
 *     if (trace.kind() == EventKind.GO_TRANSITION && trace.goTo() == GoState.WAITING) { … }
 *   }
 * }
 * }</pre>
 *
 * <p>{@link dev.loomtrace.gotrace.GoTraceReader} opens a trace of any version, {@link
 * dev.loomtrace.gotrace.GoTraceWriter} writes one, and {@link dev.loomtrace.gotrace.EventText}
 * prints events as Go's tools do.
 *
 * <h2>The file</h2>
 *
 * <p>A header of 16 bytes names the version. Generations follow, one for each second or so of the
 * program: parts that can be read independently. A generation is a sequence of batches, which
 * threads wrote when their buffers were full; only those of the same thread are in order.
 *
 * <pre>
 *   "go 1.26 trace" 00 00 00                       header
 *   +--------------------------------------------+
 *   | 01  gen  thread  time  size | size bytes   |  EventBatch, at most 64 KiB of data
 *   | 01  gen  -1      time  size | 0a ...       |  a thread of -1: of no thread
 *   | 31  exp  gen  thread  time  size | bytes   |  ExperimentalBatch, since 1.23
 *   | 34                                         |  EndOfGeneration, since 1.26
 *   +--------------------------------------------+  again for each generation
 * </pre>
 *
 * <p>All numbers but the first byte of each event are unsigned, seven bits a byte, the lowest
 * first, and the high bit means that more follow: ten bytes at most. The runtime writes the size of
 * a batch in ten bytes, whatever it is.
 *
 * <p>The first byte of a batch's data says what the batch holds:
 *
 * <pre>
 *   04 (05 id length bytes)*                       Strings: at most 1,024 bytes each
 *   02 (03 id n (pc function file line){n})*       Stacks: at most 128 frames, the leaf first
 *   06 (07 time thread proc goroutine stack)*      CPUSamples
 *   32 (08 frequency | 33 dt mono sec nsec)*       Sync, since 1.25; before, 08 frequency alone
 *   type dt argument*  type dt argument*  ...      else events of the batch's thread
 * </pre>
 *
 * <p>Ids are a generation's own. Id 0 is the empty string, or no stack. The time of an event is
 * that of the event before it in the batch, or of the batch's header, and {@code dt} ticks; ticks
 * become nanoseconds by the generation's frequency, each step through a double and cut off. The
 * types and their arguments are the table {@link dev.loomtrace.gotrace.wire.WireType}; a version
 * knows the table up to a row.
 *
 * <h2>The order</h2>
 *
 * <p>A generation is read completely. Then the next event is the earliest of the threads' next
 * events, unless it cannot happen yet. Three things determine whether it can:
 *
 * <ul>
 *   <li>Numbers. GoStart, GoUnblock and GoSwitch count what happens to a goroutine; ProcStart,
 *       ProcSteal and GoSyscallBegin to a proc; GCBegin, GCEnd and GCActive to the collector. Each
 *       must be the one after the last. Statuses, which each generation begins with, and creation
 *       set them to 0.
 *   <li>States. A goroutine starts only if it is runnable, and so on; what happens to the running
 *       goroutine of a thread needs no number, since nothing else can be next.
 *   <li>What is bound to the thread. A thread that holds a proc in a system call waits before
 *       taking another until the proc has been stolen from it.
 * </ul>
 *
 * <p>If no thread can continue, the trace is broken. Finally, times are made distinct: an event
 * that is not later than the one before it is moved to one nanosecond after it. Events at one time
 * come in the order in which Go shows them, which requires Go's own steps: see
 * docs/adr/0020-order-of-ties.md.
 *
 * <h2>Agreement with Go's reader</h2>
 *
 * <p>Events, order and verdict are those of Go 1.26's reader, including its leniency:
 *
 * <ul>
 *   <li>A type of a later version than the header's is accepted if it is known.
 *   <li>Before Go 1.26 a generation ends where the next one's first batch begins, so a fault there
 *       leaves the generation intact. Since then a trace without its last byte has lost the last
 *       generation. A trace that ends in tables, before the first event of a generation, is
 *       complete.
 *   <li>A fault of a generation's form comes after a sync; a fault of order comes after all events
 *       before it; a fault of a thread's next event instead of the event before it on that thread.
 *   <li>A sample whose stack is missing is treated as one without a stack.
 * </ul>
 *
 * <p>There are two intended differences. A table of strings, stacks, samples or clocks that ends
 * within an entry is a fault here; Go takes some of those for the end of the trace and does not
 * report what is lost. And the reason of a stop of the world that began in an earlier generation is
 * the one it began with; Go looks its id up among the strings of the wrong generation. No trace of
 * a Go program that we have seen has either.
 *
 * <h2>History</h2>
 *
 * <ul>
 *   <li>1.11, 1.19, 1.21: another format, of one batch for each proc, which has to be read
 *       completely.
 *   <li>1.22: the format described here.
 *   <li>1.23, which Go 1.24 writes as well: GoSwitch, GoSwitchDestroy, GoCreateBlocked,
 *       GoStatusStack, experimental batches and events.
 *   <li>1.25: Sync batches, with a snapshot of the clocks beside the frequency.
 *   <li>1.26: EndOfGeneration.
 * </ul>
 *
 * <p>Sources of all facts: {@code internal/trace} with {@code tracev2}, {@code version} and {@code
 * raw}, {@code runtime/trace*.go} and {@code cmd/trace} of Go 1.26, and recordings.
 */
package dev.loomtrace.gotrace;
