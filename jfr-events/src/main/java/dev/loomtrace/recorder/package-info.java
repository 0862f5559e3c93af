/**
 * The flight recorder's works: a window of JFR chunks, and the dumps of it. Knows nothing of tasks
 * and of the API: what requests dumps, an application or a trigger, gets a {@link
 * dev.loomtrace.recorder.DumpQueue} from {@link dev.loomtrace.recorder.Recorder}. Not for
 * applications, and may change at any time.
 *
 * <p>Only {@link dev.loomtrace.recorder.Recorder}, {@link dev.loomtrace.recorder.JfrWindow} and the
 * event class name classes of {@code jdk.jfr}, which the run time may not have.
 */
package dev.loomtrace.recorder;
