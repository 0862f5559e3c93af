package dev.loomtrace.analysis;

/**
 * How long things took, in nanoseconds, right to 3 %; all 0 if there are none.
 *
 * @param count how many there are
 * @param median half of them took at most this long
 * @param p90 90 % of them
 * @param p99 99 % of them
 * @param longest the longest of them, exactly
 */
public record Quantiles(long count, long median, long p90, long p99, long longest) {}
