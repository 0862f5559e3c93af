package dev.loomtrace.analysis;

import dev.loomtrace.trace.ThreadKind;
import java.util.List;
import java.util.Optional;

/**
 * What held the carriers, or procs. Times are in nanoseconds.
 *
 * @param carriers how many there were at most, as the run time was set; 0 if that is not known, and
 *     so is all else
 * @param from since when that is known, on the trace's clock
 * @param duration how long, up to the trace's end
 * @param use how they were used, over all that time
 * @param parts how they were used over time: stretches of equal length, of which the last may be
 *     shorter
 * @param episodes how often no carrier was free while threads waited for one; what a carrier is
 *     free for less than {@value #SWITCH} ns between two threads does not end it
 * @param saturated how long all of that was
 * @param waited how long threads waited for a carrier in it, all together
 * @param longest those in which threads waited longest, the longest first
 * @param groups the threads that had carriers, by group; those that had them longest first
 * @param holds who kept a carrier for longer than {@link CarrierUse#LONG_HOLD} without a break
 *     while others could not run; who made others wait longest comes first
 */
public record CarriersResult(
    long carriers,
    long from,
    long duration,
    Use use,
    List<Use> parts,
    long episodes,
    long saturated,
    long waited,
    List<Episode> longest,
    List<Group> groups,
    List<Hold> holds) {
  /** How long a carrier takes to change threads at most. */
  public static final long SWITCH = 100_000;

  /** Keeps copies of the lists. */
  public CarriersResult {
    parts = List.copyOf(parts);
    longest = List.copyOf(longest);
    groups = List.copyOf(groups);
    holds = List.copyOf(holds);
  }

  /**
   * How carriers were used in a stretch of time. What is running, pinned and idle adds up to {@code
   * all}.
   *
   * @param begin since the first of them, when it began
   * @param duration how long it was
   * @param all the time of all carriers together
   * @param running of that, with a thread that runs
   * @param pinned of that, with a thread that waits, or is in a system call, and keeps it
   * @param runnable the time of all threads together that waited for one
   */
  public record Use(long begin, long duration, long all, long running, long pinned, long runnable) {
    /** The rest, with no thread. */
    public long idle() {
      return all - running - pinned;
    }
  }

  /**
   * A time in which no carrier was free, and threads waited for one.
   *
   * @param begin when it began, on the trace's clock
   * @param duration how long it was
   * @param waits how many waits for a carrier were in it
   * @param most how many threads waited at most at a time
   * @param waited how long all together waited in it
   */
  public record Episode(long begin, long duration, long waits, long most, long waited) {}

  /**
   * Threads of a group.
   *
   * @param name as {@link ThreadGroups} names it; may be empty
   * @param running how long they ran
   * @param pinned how long they waited, or were in a system call, on a carrier
   * @param runnable how long they waited for one
   */
  public record Group(String name, long running, long pinned, long runnable) {}

  /** From what it is known where a thread was that kept its carrier. */
  public enum Source {
    /** It was seen to execute there. */
    SAMPLES,
    /** It was pinned there, most of the time. */
    PINNED,
    /** It left its carrier there. */
    NEXT_WAIT,
    /** It is not known. */
    UNKNOWN
  }

  /**
   * Stretches in which threads of a group kept a carrier at a place.
   *
   * @param group as {@link ThreadGroups} names it; may be empty
   * @param place where, if that is known
   * @param source from what
   * @param count how many stretches
   * @param total how long all of them were
   * @param longest how long the longest was
   * @param thread who kept it then
   * @param kind what kind of thread that is
   * @param begin when, on the trace's clock
   * @param caused how long others waited for a carrier meanwhile: at each moment all who waited,
   *     divided by those who had one
   */
  public record Hold(
      String group,
      Optional<CodePlace> place,
      Source source,
      long count,
      long total,
      long longest,
      long thread,
      ThreadKind kind,
      long begin,
      long caused) {}
}
