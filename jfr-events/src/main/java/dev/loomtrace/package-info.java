/**
 * Annotations of an application in its own JFR recordings, and the flight recorder that keeps them.
 *
 * <p>{@link dev.loomtrace.Task}, {@link dev.loomtrace.Region} and {@link dev.loomtrace.Log} mirror
 * Go's {@code runtime/trace} in terms and meaning. They need no agent, cost one branch when nothing
 * is recorded, and have no effect in a run time without the module {@code jdk.jfr}. {@link
 * dev.loomtrace.event.EventNames} is the contract with the readers of the recordings.
 *
 * <p>Recordings, a {@link dev.loomtrace.FlightRecorder}'s or any other, are read and converted to
 * Go traces by {@code dev.loomtrace.convert.Traces}, in the artifact {@code loomtrace-converter}.
 *
 * <p>Nothing is null unless stated. A name, category or message that is null is taken as {@code
 * "null"}: annotating an application must not break it.
 */
package dev.loomtrace;
