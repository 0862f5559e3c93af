/**
 * Writes annotations into JFR recordings, and announces in each chunk what is open. Knows nothing
 * of the API above it: a task is an id, a name and the object that must stay reachable to end it.
 * Not for applications, and may change at any time.
 *
 * <p>{@link dev.loomtrace.annotation.Journals#JOURNAL} is where annotations go. Only {@link
 * dev.loomtrace.annotation.JfrJournal} and the event classes name classes of {@code jdk.jfr}, which
 * the run time may not have.
 */
package dev.loomtrace.annotation;
