package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.Repairs;
import java.util.TreeSet;

/** What a recording says about itself and about the machine, added up over its chunks. */
final class Totals {
  // More than any machine has.
  private static final int MAX_PROCESSORS = 1 << 16;

  private boolean recorded;
  private boolean endTold;
  private final LongMap<Boolean> lookedAt = new LongMap<>();
  private final TreeSet<Long> announced = new TreeSet<>();
  private long lookBegan;
  private long lookedLast;
  private long bytesLost;
  private long lostBefore = -1;
  private long eventsLost;
  private long unknownEvents;
  private long unknownBytes;
  private int processors;
  private int available = MAX_PROCESSORS;
  private long jvmStart;
  private boolean otherJvm;
  private Kept kept;

  /** What was known before a chunk. */
  private record Kept(
      boolean recorded,
      boolean endTold,
      TreeSet<Long> announced,
      long lookBegan,
      long lookedLast,
      long bytesLost,
      long lostBefore,
      long eventsLost,
      long unknownEvents,
      long unknownBytes,
      int processors,
      int available,
      long jvmStart,
      boolean otherJvm) {}

  /** What comes can be forgotten. */
  void keep() {
    kept =
        new Kept(
            recorded,
            endTold,
            new TreeSet<>(announced),
            lookBegan,
            lookedLast,
            bytesLost,
            lostBefore,
            eventsLost,
            unknownEvents,
            unknownBytes,
            processors,
            available,
            jvmStart,
            otherJvm);
  }

  /** Forgets what the last chunk says; a look at threads that was under way is a new one. */
  void forgetChunk() {
    recorded = kept.recorded;
    endTold = kept.endTold;
    lookedAt.clear();
    announced.clear();
    announced.addAll(kept.announced);
    lookBegan = kept.lookBegan;
    lookedLast = kept.lookedLast;
    bytesLost = kept.bytesLost;
    lostBefore = kept.lostBefore;
    eventsLost = kept.eventsLost;
    unknownEvents = kept.unknownEvents;
    unknownBytes = kept.unknownBytes;
    processors = kept.processors;
    available = kept.available;
    jvmStart = kept.jvmStart;
    otherJvm = kept.otherJvm;
  }

  /** Whether our recorder was there. */
  boolean recorded() {
    return recorded;
  }

  void recorded(boolean here) {
    recorded |= here;
  }

  // Events of one thread may lie in a chunk in any order, buffer by buffer.

  /** A look at all threads may follow. */
  void mayLook(long time) {
    announced.add(time);
  }

  /**
   * A thread was looked at. Without announcements, one that is seen a second time begins a new look
   * at all of them.
   */
  void looked(long thread, long time) {
    boolean again = lookedAt.put(thread, true) != null;
    if (lookedAt.size() == 1 || (again && time > lookedLast)) {
      lookedAt.clear();
      lookedAt.put(thread, true);
      lookBegan = time;
    }
    lookedLast = Math.max(lookedLast, time);
  }

  /** When the last look at all threads began, in ticks; 0: there was none. */
  long lastLook() {
    Long announcement = announced.floor(lookedLast);
    if (announcement == null) {
      return lookBegan;
    }
    announced.headSet(announcement).clear();
    return announcement;
  }

  /** Whether ends of virtual threads are recorded. */
  boolean tellsEnds() {
    return recorded || endTold;
  }

  void endTold() {
    endTold = true;
  }

  void bytesLost(long more) {
    bytesLost += more;
  }

  /** Events of types that the chunk does not describe were skipped. */
  void unknown(long events, long bytes) {
    unknownEvents += events;
    unknownBytes += bytes;
  }

  /** So many were lost until then, counted since the recorder's start. */
  void eventsLost(long count) {
    if (lostBefore < 0) {
      lostBefore = count;
    }
    eventsLost = Math.max(eventsLost, count - lostBefore);
  }

  void processors(long count) {
    // A broken number must neither cost memory nor end up in a trace.
    processors = Math.clamp(count, 0, MAX_PROCESSORS);
  }

  /** Number of processors; 0: not known. */
  int processors() {
    return processors;
  }

  /** The JVM may use so many processors, if that is a number of processors at all. */
  void available(long count) {
    if (count > 0) {
      available = Math.min(available, Math.clamp(count, 1, MAX_PROCESSORS));
    }
  }

  /** Number of processors that the JVM may use, as far as it says; 0: not known. */
  int available() {
    return Math.min(processors, available);
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
    return switch (kind) {
      case BYTES_LOST -> bytesLost;
      case EVENTS_LOST -> eventsLost;
      case EVENTS_UNKNOWN -> unknownEvents;
      case BYTES_UNKNOWN -> unknownBytes;
      default -> throw new IllegalArgumentException("not counted by recordings: " + kind);
    };
  }
}
