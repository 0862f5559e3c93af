package dev.loomtrace.perfetto;

/**
 * A stretch of a trace's time, in nanoseconds on its clock.
 *
 * @param from where it begins: what happens at this moment is the case then, and not in it
 * @param to where it ends: what happens at this moment is in it; not before {@code from}
 */
public record TimeWindow(long from, long to) {
  /** All the time there is. */
  public static final TimeWindow ALWAYS = new TimeWindow(Long.MIN_VALUE, Long.MAX_VALUE);

  /** Refuses one that ends before it begins. */
  public TimeWindow {
    if (to < from) {
      throw new IllegalArgumentException("a window from " + from + " to " + to);
    }
  }

  /** Whether what happens at a time is in it. */
  public boolean contains(long time) {
    return time > from && time <= to;
  }

  /** How much of the time between two moments is in the window. */
  long within(long begin, long end) {
    return Math.max(0, Math.min(end, to) - Math.max(begin, from));
  }
}
