package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.operation.OpKind;
import dev.loomtrace.jfr.operation.Operations;
import java.util.Arrays;

/**
 * What samples say of platform threads: each of them stands for a period of running, around it. The
 * threads that run take turns to be sampled if there are many, so a sample that is missing says
 * nothing.
 */
final class Samples {
  // Of JFR's default settings, in nanoseconds; a recording may lack its settings.
  private static final double DEFAULT_PERIOD = 20e6;

  private static final int ENOUGH = 10;
  private static final int AMONG_THE_SHORTEST = 10; // One of so many.

  private final Operations ops;
  private final LongMap<Times> samples = new LongMap<>();
  private long chunkBegin;
  private long ticksPerSecond;
  private long latest;
  private long period;

  Samples(Operations ops) {
    this.ops = ops;
  }

  /** A chunk begins; in ticks. */
  void begin(long startTicks, long perSecond) {
    samples.clear();
    chunkBegin = startTicks;
    ticksPerSecond = perSecond;
    latest = startTicks;
  }

  /** The period of samples, in nanoseconds; it holds until another one is told. */
  void period(long nanos) {
    period = (long) (nanos / 1e9 * ticksPerSecond);
  }

  /** A platform thread was sampled. */
  void sampled(long thread, long time) {
    Times times = samples.get(thread);
    if (times == null) {
      times = new Times();
      samples.put(thread, times);
    }
    times.add(time);
    latest = Math.max(latest, time);
  }

  /** All events of the chunk have been handled. */
  void end() {
    long[] threads = samples.sortedKeys();
    int count = 0;
    for (long thread : threads) {
      count += samples.get(thread).size() - 1;
    }
    long every = period > 0 ? period : inferred(threads, count);
    if (every > 0) {
      for (long thread : threads) {
        tell(thread, samples.get(thread), every);
      }
    }
    samples.clear();
  }

  /**
   * The period, from the distances of samples of one thread: none is shorter, and that of a thread
   * that runs on is no longer. Not above the default; 0 if there are too few.
   */
  private long inferred(long[] threads, int count) {
    if (count < ENOUGH) {
      return 0;
    }
    long[] distances = new long[count];
    int at = 0;
    for (long thread : threads) {
      Times of = samples.get(thread);
      for (int i = 1; i < of.size(); i++) {
        distances[at++] = of.get(i) - of.get(i - 1);
      }
    }
    Arrays.sort(distances);
    long most = (long) (DEFAULT_PERIOD / 1e9 * ticksPerSecond);
    return Math.min(most, distances[count / AMONG_THE_SHORTEST]);
  }

  private void tell(long thread, Times of, long every) {
    long half = every / 2;
    for (int i = 0; i < of.size(); i++) {
      long begin = Math.max(chunkBegin, of.get(i) - half);
      // One that comes a little late is the next one all the same.
      while (i + 1 < of.size() && of.get(i + 1) - of.get(i) <= every + half) {
        i++;
      }
      long end = Math.min(latest, of.get(i) + half);
      if (end > begin) {
        ops.addSpan(OpKind.BUSY_BEGIN, OpKind.BUSY_END, begin, end, thread, 0, 0, null);
      }
    }
  }
}
