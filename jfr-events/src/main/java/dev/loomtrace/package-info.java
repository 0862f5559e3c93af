/**
 * What an application says about itself in its JFR recordings, and the flight recorder that keeps
 * them.
 *
 * <p>{@link dev.loomtrace.Task}, {@link dev.loomtrace.Region} and {@link dev.loomtrace.Log} mirror
 * Go's {@code runtime/trace} in words and meaning. They need no agent, cost one branch when nothing
 * is recorded, and are without effect in a run time that has no module {@code jdk.jfr}. {@link
 * dev.loomtrace.event.EventNames} is the contract with the readers of the recordings.
 *
 * <p>Nothing is null unless said. A name, category or message that is null is taken as {@code
 * "null"}: what annotates an application does not break it.
 */
package dev.loomtrace;
