package dev.loomtrace.analysis.finding;

/**
 * How many of something there are more in each slice of time, and how long those that end in it
 * took; as many slices, however long.
 */
final class Growth {
  private static final int SLICES = 64;
  private static final long FIRST_WIDTH = 1_000_000;
  // In how many parts it has to grow, each time.
  private static final int PARTS = 8;

  private final long begin;
  private final long[] more = new long[SLICES];
  private final long[] endedIn = new long[SLICES];
  private final long[] nanosIn = new long[SLICES];
  private long width = FIRST_WIDTH;
  private long created;
  private long ended;

  Growth(long begin) {
    this.begin = begin;
  }

  void created(long time) {
    created++;
    more[slice(time)]++;
  }

  void ended(long time, long nanos) {
    ended++;
    int slice = slice(time);
    more[slice]--;
    endedIn[slice]++;
    nanosIn[slice] += nanos;
  }

  private int slice(long time) {
    long since = Math.max(0, time - begin);
    while (since / width >= SLICES) {
      halve(more);
      halve(endedIn);
      halve(nanosIn);
      width *= 2;
    }
    return (int) (since / width);
  }

  private static void halve(long[] slices) {
    for (int i = 0; i < SLICES; i++) {
      slices[i] = i < SLICES / 2 ? slices[2 * i] + slices[2 * i + 1] : 0;
    }
  }

  long created() {
    return created;
  }

  long ended() {
    return ended;
  }

  /**
   * Whether there were more at the end of each part of the time than at its start. The first part
   * may be the program's start, in which there were none yet.
   */
  boolean growsUntil(long end) {
    int slices = slice(end);
    if (slices < PARTS) {
      return false;
    }
    for (int part = 1; part < PARTS; part++) {
      if (ofPart(more, part, slices) <= 0) {
        return false;
      }
    }
    return true;
  }

  /** Mean time, in nanoseconds, of those that ended in the second part of the time; 0: none did. */
  long meanAtFirst(long end) {
    return meanOfPart(1, end);
  }

  /** Mean time, in nanoseconds, of those that ended in the last part of the time; 0: none did. */
  long meanAtLast(long end) {
    return meanOfPart(PARTS - 1, end);
  }

  private long meanOfPart(int part, long end) {
    int slices = slice(end);
    long count = ofPart(endedIn, part, slices);
    return count == 0 ? 0 : ofPart(nanosIn, part, slices) / count;
  }

  private static long ofPart(long[] of, int part, int slices) {
    long sum = 0;
    for (int i = part * slices / PARTS; i < (part + 1) * slices / PARTS; i++) {
      sum += of[i];
    }
    return sum;
  }
}
