package dev.loomtrace.jfr.decode;

/**
 * Spans of time of one thread, which do not overlap, in ticks. How much of a stretch they fill is
 * asked for many stretches, so that is found without going through all of them: what they fill
 * until a time is the time since each begin until then, less the time since each end.
 */
final class Spans {
  private final Times begins = new Times();
  private final Times ends = new Times();

  void add(long begin, long end) {
    if (end > begin) { // A broken event may end before it begins.
      begins.add(begin);
      ends.add(end);
    }
  }

  /** How much of a stretch they fill. */
  long within(long begin, long end) {
    return until(end) - until(begin);
  }

  private long until(long time) {
    return begins.sumSince(time) - ends.sumSince(time);
  }
}
