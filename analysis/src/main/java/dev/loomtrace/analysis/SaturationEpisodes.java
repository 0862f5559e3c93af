package dev.loomtrace.analysis;

import java.util.Comparator;
import java.util.List;

/** Times in which no carrier was free and threads waited for one. */
final class SaturationEpisodes {
  private static final int KEPT = 10;

  private final Longest<CarriersResult.Episode> most =
      new Longest<>(KEPT, CarriersResult.Episode::waited);
  private long count;
  private long total;
  private long waited;
  // Of the one that is going on, or may go on.
  private boolean open;
  private long begin;
  private long until;
  private long waits;
  private long comers;
  private long peak;
  private long sum;
  // What was waited since a carrier was free.
  private long between;

  /** Time goes by. */
  void pass(long from, long to, boolean full, long runnable) {
    if (open && !full && to - until > CarriersResult.SWITCH) {
      close();
    }
    if (full) {
      if (!open) {
        open = true;
        begin = from;
        waits = runnable;
        peak = 0;
        sum = 0;
      } else {
        waits += comers;
        sum += between;
      }
      until = to;
      peak = Math.max(peak, runnable);
      sum += runnable * (to - from);
    }
    between = full || !open ? 0 : between + runnable * (to - from);
    comers = full || !open ? 0 : comers;
  }

  /** A thread waits for a carrier from now on. */
  void comes(boolean anew) {
    comers += anew && open ? 1 : 0;
  }

  private void close() {
    open = false;
    count++;
    total += until - begin;
    waited += sum;
    most.add(new CarriersResult.Episode(begin, until - begin, waits, peak, sum));
  }

  /** The trace has ended. */
  void end() {
    if (open) {
      close();
    }
  }

  long count() {
    return count;
  }

  long total() {
    return total;
  }

  long waited() {
    return waited;
  }

  List<CarriersResult.Episode> longest() {
    return most.sorted(Comparator.comparingLong(CarriersResult.Episode::begin));
  }
}
