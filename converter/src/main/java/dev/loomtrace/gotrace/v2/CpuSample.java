package dev.loomtrace.gotrace.v2;

/**
 * A sample of Go's CPU profiler.
 *
 * @param ticks when
 * @param thread id of the thread
 * @param proc id of the proc
 * @param goroutine id of the goroutine; 0 if there was none
 * @param stack id of the stack
 */
record CpuSample(long ticks, long thread, long proc, long goroutine, long stack) {}
