/**
 * Traces written as JFR recordings: each event as one of {@link dev.loomtrace.jfr.model}, and
 * beside it what the JDK would have written of the same happening, so that the pages of existing
 * tools have content.
 *
 * <p>Goroutines are threads by the name of the function in which they begin and their number,
 * functions are methods of a class that is their package, with the receiver's type if they have
 * one. A wait is a park, or at a lock the entering of a monitor, of a class that is the reason.
 */
package dev.loomtrace.jfr.write;
