package dev.loomtrace.explorer.trace;

/**
 * The time of a trace, cut in 2<sup>n</sup> parts of the same length for any n. A border of one cut
 * is the same nanosecond in every finer one.
 *
 * @param begin when the trace begins, in nanoseconds on its clock
 * @param duration how long it lasts, in nanoseconds; not negative
 */
public record TimeGrid(long begin, long duration) {
  /**
   * When a part begins: {@code floor(duration * part / 2^cut)} after the trace does.
   *
   * @param part from 0 to 2<sup>cut</sup>, which is the trace's end
   * @param cut in 2<sup>cut</sup> parts; from 0 to 62
   */
  public long at(long part, int cut) {
    if (cut == 0) {
      return begin + duration * part;
    }
    long high = Math.multiplyHigh(duration, part);
    long low = duration * part;
    return begin + (high << (Long.SIZE - cut) | low >>> cut);
  }

  /**
   * When parts that follow each other begin, and when the last one ends.
   *
   * @param first the first part
   * @param count how many
   */
  public long[] borders(long first, int count, int cut) {
    long[] borders = new long[count + 1];
    for (int i = 0; i <= count; i++) {
      borders[i] = at(first + i, cut);
    }
    return borders;
  }

  /**
   * The part that goes on at a time of the trace; at its end the last one.
   *
   * @param cut in 2<sup>cut</sup> parts; at most 40
   */
  public long part(long time, int cut) {
    long parts = 1L << cut;
    long part = duration == 0 ? 0 : (long) ((double) (time - begin) / duration * parts);
    part = Math.clamp(part, 0, parts - 1);
    while (part > 0 && at(part, cut) > time) {
      part--;
    }
    while (part + 1 < parts && at(part + 1, cut) <= time) {
      part++;
    }
    return part;
  }

  /** The time of the trace that is so many nanoseconds after its start, not after its end. */
  public long afterStart(long nanos) {
    return begin + Math.clamp(nanos, 0, duration);
  }

  /** Nanoseconds since the trace's start; negative for what is older. */
  public long sinceStart(long time) {
    return time - begin;
  }

  /** When the trace ends. */
  public long end() {
    return begin + duration;
  }
}
