package dev.loomtrace.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DurationHistogramTest {
  @Test
  void isEmptyAtFirst() {
    DurationHistogram histogram = new DurationHistogram();
    assertEquals(0, histogram.count());
    assertEquals(0, histogram.quantile(0.5));
    assertEquals(0, histogram.longest());
  }

  @Test
  void isExactForShortDurations() {
    DurationHistogram histogram = new DurationHistogram();
    for (int i = 1; i <= 60; i++) {
      histogram.add(i);
    }
    assertEquals(1, histogram.quantile(0));
    assertEquals(30, histogram.quantile(0.5));
    assertEquals(60, histogram.quantile(1));
  }

  @Test
  void isRightToThreePercent() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    DurationHistogram histogram = new DurationHistogram();
    long[] durations = new long[10_000];
    for (int i = 0; i < durations.length; i++) {
      durations[i] = (long) Math.exp(random.nextDouble() * 40);
      histogram.add(durations[i]);
    }
    Arrays.sort(durations);
    for (double share : new double[] {0.01, 0.5, 0.9, 0.99, 0.999, 1}) {
      long exact = durations[(int) Math.ceil(share * durations.length) - 1];
      long found = histogram.quantile(share);
      assertTrue(
          found >= exact && found <= exact * 1.0315,
          () -> "seed " + seed + ": " + share + " is " + found + ", exactly " + exact);
    }
    assertEquals(durations[durations.length - 1], histogram.longest());
  }

  @Test
  void holdsTheLongestOfAll() {
    DurationHistogram histogram = new DurationHistogram();
    histogram.add(Long.MAX_VALUE);
    assertEquals(Long.MAX_VALUE, histogram.quantile(0.5));
    histogram.add(-1);
    assertEquals(0, histogram.quantile(0.5));
  }
}
