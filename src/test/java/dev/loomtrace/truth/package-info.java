/**
 * Holds our answers against programs that know the truth of themselves. {@link
 * dev.loomtrace.truth.KnownTruthIT} is the test, {@link dev.loomtrace.truth.NotYetTrue} the list of
 * what is known to be wrong.
 */
package dev.loomtrace.truth;
