package dev.loomtrace.annotation;

/** An open region. Only its thread ends it; any thread may announce it. */
public abstract class OpenRegion {
  private final String name;
  private volatile OpenRegion outer; // Written by its thread, read by threads that announce.
  private boolean ended; // Owner's thread only.

  OpenRegion(String name, OpenRegion outer) {
    this.name = name;
    this.outer = outer;
  }

  final String name() {
    return name;
  }

  /** The region around it on its thread; null: none. */
  final OpenRegion outer() {
    return outer;
  }

  /** The region around it has ended before it. */
  final void leaveOutOuter() {
    outer = outer.outer;
  }

  final boolean ended() {
    return ended;
  }

  /** Drops it without writing it. */
  final void giveUp() {
    ended = true;
  }

  /** Writes it; called once. */
  final void end() {
    ended = true;
    complete();
  }

  /** Writes the region, from its start to now. */
  abstract void complete();

  /** Writes that it is open, perhaps while its thread ends it. */
  abstract void announce();
}
