/**
 * Programs of known truth: each task measures itself where it waits and who ends that, and prints
 * what it knows as lines that {@link dev.loomtrace.truth.program.Ledger} describes. They use the
 * JDK and the annotations, and nothing else.
 */
package dev.loomtrace.truth.program;
