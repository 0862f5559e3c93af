package dev.loomtrace.analysis;

import java.util.OptionalLong;

/**
 * A stretch of time, and how much of it a program could use.
 *
 * @param begin when it begins, in nanoseconds on the trace's clock
 * @param length how long it is, in nanoseconds
 * @param utilisation the share of the time of the program's processors that nothing took from it,
 *     from 0 to 1
 * @param proc the processor that it is of; empty: of all
 */
public record MutatorWindow(long begin, long length, double utilisation, OptionalLong proc) {}
