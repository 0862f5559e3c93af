package dev.loomtrace.jfr.mapping;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.Repairs;

/** What a recording says about itself and about the machine, added up over its chunks. */
final class Totals {
  private boolean recorded;
  private boolean endTold;
  private final LongMap<Boolean> lookedAt = new LongMap<>();
  private long announced;
  private long lastLook;
  private long bytesLost;
  private long lostBefore = -1;
  private long eventsLost;
  private int processors;
  private long jvmStart;
  private boolean otherJvm;

  /** Whether our recorder was there. */
  boolean recorded() {
    return recorded;
  }

  void recorded(boolean here) {
    recorded |= here;
  }

  /** A look at all threads may follow. Announcements need not be in order. */
  void mayLook(long time) {
    if (time > lastLook) {
      announced = Math.max(announced, time);
    }
  }

  /**
   * A thread was looked at. The first one after an announcement, or one that is seen a second time,
   * begins a new look at all of them.
   */
  void looked(long thread, long time) {
    if (lookedAt.put(thread, true) != null || lookedAt.size() == 1 || announced != 0) {
      lookedAt.clear();
      lookedAt.put(thread, true);
      lastLook = announced == 0 ? time : announced;
      announced = 0;
    }
  }

  /** When the last look at all threads began, in ticks; 0: there was none. */
  long lastLook() {
    return lastLook;
  }

  /** Whether ends of virtual threads are told of. */
  boolean tellsEnds() {
    return recorded || endTold;
  }

  void endTold() {
    endTold = true;
  }

  void bytesLost(long more) {
    bytesLost += more;
  }

  /** So many were lost until then, counted since the recorder's start. */
  void eventsLost(long count) {
    if (lostBefore < 0) {
      lostBefore = count;
    }
    eventsLost = Math.max(eventsLost, count - lostBefore);
  }

  void processors(int count) {
    processors = count;
  }

  /** Number of processors; 0: not known. */
  int processors() {
    return processors;
  }

  /** When its JVM started; 0: the recording does not say. */
  void jvmStarted(long time) {
    otherJvm |= jvmStart != 0 && time != jvmStart;
    jvmStart = time;
  }

  /** Whether there was another JVM before. */
  boolean otherJvm() {
    return otherJvm;
  }

  long lost(Repairs.Kind kind) {
    return kind == Repairs.Kind.BYTES_LOST ? bytesLost : eventsLost;
  }
}
