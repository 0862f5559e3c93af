package dev.loomtrace.analysis;

/**
 * Threads that had nothing to do, and waited for work: workers of pools, and those that keep a
 * house. Times are in nanoseconds.
 *
 * @param threads how many
 * @param pools of how many pools: threads of the same name, but for its number, are of one
 * @param waits how many of their waits ended
 * @param total how long these were altogether
 * @param longest how long at most
 * @param openThreads how many of the threads were waiting when the trace ended
 * @param openPools of how many pools those were
 * @param openTotal how long these had waited altogether by then
 */
public record IdleThreads(
    long threads,
    long pools,
    long waits,
    long total,
    long longest,
    long openThreads,
    long openPools,
    long openTotal) {
  /** No thread was idle. */
  public static final IdleThreads NONE = new IdleThreads(0, 0, 0, 0, 0, 0, 0, 0);
}
