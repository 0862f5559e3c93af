package dev.loomtrace.analysis;

import dev.loomtrace.trace.ThreadKind;
import java.util.List;
import java.util.Optional;

/**
 * Who had the carriers, or procs, while a unit of work waited for one. Times are in nanoseconds.
 * What {@link #shares}, {@link #others} and {@link #idle} tell of adds up to {@link #all}.
 *
 * @param waited how long the unit waited for a carrier
 * @param processor of that, how long threads of it waited that need no carrier, but a processor of
 *     the machine: who had these is not in a trace
 * @param unknown of that, how long it is not known who had them
 * @param free of that, how long one at least was idle
 * @param carriers how many there were meanwhile, at most
 * @param all the time of all carriers together, while it waited
 * @param shares who had them: threads by group, those that had them longest first
 * @param otherGroups how many groups are not among these
 * @param others how long threads of these had them
 */
public record CarrierShares(
    long waited,
    long processor,
    long unknown,
    long free,
    long carriers,
    long all,
    List<Share> shares,
    long otherGroups,
    long others) {
  /** Keeps a copy of the list. */
  public CarrierShares {
    shares = List.copyOf(shares);
  }

  /** How long carriers were idle, all together. */
  public long idle() {
    return all - others - shares.stream().mapToLong(Share::nanos).sum();
  }

  /**
   * What threads of a group had.
   *
   * @param group as {@link ThreadGroups} names it; may be empty
   * @param kind what kind of threads they are, or the first of them is
   * @param thread the first of them
   * @param several whether there were others
   * @param nanos how long they had carriers
   * @param places where they were then, the longest first; there may be more, but then few of it
   */
  public record Share(
      String group, ThreadKind kind, long thread, boolean several, long nanos, List<Place> places) {
    /** Keeps a copy of the list. */
    public Share {
      places = List.copyOf(places);
    }
  }

  /**
   * Where threads were that had carriers.
   *
   * @param place where, if that is known
   * @param source from what
   * @param nanos how long
   */
  public record Place(Optional<CodePlace> place, CarriersResult.Source source, long nanos) {}
}
