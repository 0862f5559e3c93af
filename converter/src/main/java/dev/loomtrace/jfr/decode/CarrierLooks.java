package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.operation.CarrierCpu;

/** What the recorder's looks at carriers say of the CPU time that they use from look to look. */
final class CarrierLooks {
  private record Look(long time, long nanos) {}

  private LongMap<Look> before = new LongMap<>();
  private LongMap<Look> first = new LongMap<>();
  private LongMap<Look> last = new LongMap<>();
  private boolean known;
  private long from;
  private long to;

  /** A chunk begins. */
  void begin() {
    before = last;
    first = new LongMap<>();
    last = new LongMap<>();
    known = true;
    from = Long.MAX_VALUE;
    to = 0;
  }

  /** What was told of the last chunk counts no more. */
  void forgetChunk() {
    last = before;
    first = new LongMap<>();
    known = false;
  }

  /** A thread of any kind was looked at, as all of them are. */
  void looked(long time) {
    from = Math.min(from, time);
    to = Math.max(to, time);
  }

  /**
   * A carrier was looked at.
   *
   * @param nanos CPU time that it has used so far; negative: not known
   */
  void seen(long carrier, long time, long nanos) {
    if (nanos < 0) {
      known = false;
      return;
    }
    Look look = new Look(time, nanos);
    Look earliest = first.get(carrier);
    if (earliest == null || time < earliest.time) {
      first.put(carrier, look);
    }
    Look latest = last.get(carrier);
    if (latest == null || time > latest.time) {
      last.put(carrier, look);
    }
  }

  /**
   * What they used from the first look of the chunk to the last one: a chunk begins and ends with
   * one. Of a carrier that began in between it is all that it has used.
   */
  CarrierCpu used() {
    long middle = from / 2 + to / 2;
    long nanos = 0;
    for (long carrier : last.sortedKeys()) {
      Look look = first.get(carrier);
      nanos += last.get(carrier).nanos - (look.time < middle ? look.nanos : 0);
    }
    return known && last.size() > 0 && from < to && nanos >= 0
        ? new CarrierCpu(from, to, nanos)
        : CarrierCpu.UNKNOWN;
  }
}
