/**
 * The events of a trace as events of a JFR recording, without loss: {@link
 * dev.loomtrace.jfr.model.ModelTypes} describes them, and {@link
 * dev.loomtrace.jfr.model.ModelReader} makes a trace of them again.
 *
 * <p>A recording has each event of the trace once, in the trace's order, among others that repeat
 * what they say in the JDK's words. Times are ticks of one nanosecond on the trace's clock. A chunk
 * begins with each part of the trace, and more of them where a part is long; each chunk can be read
 * by itself. The end of the trace is a {@code Sync} that nothing follows.
 *
 * <pre>
 *   startTime eventThread stackTrace goroutine proc thread ...    one for each event of the trace
 *   startTime number pc function file line                        Frame: before the first stack
 *                                                                 that has it
 *   startTime name value                                          Attribute: of the RangeEnd or
 *                                                                 Experimental that comes next
 *   startTime recordedReason resource ...                         GoroutineDetails: of the state
 *                                                                 that comes next
 *   startTime experiment thread data                              ExperimentalData: of the Sync
 *                                                                 that comes next
 *   startTime waiter owner seen limited                           LockOwner: of the Sync that comes
 *                                                                 next
 * </pre>
 *
 * <p>A frame of {@code jdk.types.StackFrame} has no room for a program counter and a file, and
 * tools rely on its fields as they are. So its bytecode index is the number of a {@code Frame}
 * event. Where these are missing, as in a recording from which somebody has taken them away, a
 * frame is what its method and line say.
 */
package dev.loomtrace.jfr.model;
