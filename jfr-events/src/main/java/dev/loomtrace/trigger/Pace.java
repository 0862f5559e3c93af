package dev.loomtrace.trigger;

/**
 * How soon after a dump a trigger may have another one made. A trigger that fires as soon as it may
 * has to wait twice as long each time, up to a limit; once it has been quiet for longer than that,
 * it starts anew. Any thread may ask; one at a time may note a dump.
 */
final class Pace {
  private final long least;
  private final long most;
  private volatile long distance; // 0: no dump yet.
  private volatile long last;

  /** With the least and the greatest distance, in nanoseconds. */
  Pace(long least, long most) {
    this.least = least;
    this.most = Math.max(least, most);
  }

  /** Whether there may be a dump at this time, by {@link System#nanoTime}. */
  boolean isOpen(long now) {
    return distance == 0 || now - last >= distance;
  }

  /** Notes that there was one. */
  void dumped(long now) {
    long before = distance;
    boolean again = before != 0 && now - last < 2 * before;
    last = now;
    distance = again ? Math.min(most, 2 * before) : least;
  }

  /** Nanoseconds from the last dump to the next one; 0: there was none. */
  long distance() {
    return distance;
  }
}
