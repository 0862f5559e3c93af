package dev.loomtrace.analysis.finding;

/** How many of something there are more in each slice of time; as many slices, however long. */
final class Growth {
  private static final int SLICES = 64;
  private static final long FIRST_WIDTH = 1_000_000;
  // In how many parts it has to grow, each time.
  private static final int PARTS = 8;

  private final long begin;
  private final long[] more = new long[SLICES];
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

  void ended(long time) {
    ended++;
    more[slice(time)]--;
  }

  private int slice(long time) {
    long since = Math.max(0, time - begin);
    while (since / width >= SLICES) {
      for (int i = 0; i < SLICES; i++) {
        more[i] = i < SLICES / 2 ? more[2 * i] + more[2 * i + 1] : 0;
      }
      width *= 2;
    }
    return (int) (since / width);
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
      long grown = 0;
      for (int i = part * slices / PARTS; i < (part + 1) * slices / PARTS; i++) {
        grown += more[i];
      }
      if (grown <= 0) {
        return false;
      }
    }
    return true;
  }
}
