package dev.loomtrace.trace;

/**
 * What virtual threads used of processors in a part of a trace, all together: of each of them it is
 * not known. While a thread is on a carrier the operating system may run something else, and the
 * thread may wait in it, of which no event tells.
 *
 * @param running how long they ran on carriers, all together, while the world was not stopped, in
 *     nanoseconds; 0 if nothing is known
 * @param cpu how much CPU time their carriers used meanwhile, in nanoseconds; what carriers do
 *     between two threads is in it
 */
public record CpuUse(long running, long cpu) {
  /** Nothing is known. */
  public static final CpuUse UNKNOWN = new CpuUse(0, 0);

  /** Whether anything is known. */
  public boolean isKnown() {
    return running > 0;
  }

  /** How long they were on a carrier, and not on a processor, in nanoseconds. */
  public long displaced() {
    return Math.max(0, running - cpu);
  }

  /** The share of the time that they ran in which they were on a processor; at most 1. */
  public double share() {
    return isKnown() ? Math.clamp((double) cpu / running, 0.0, 1.0) : 0;
  }
}
