package dev.loomtrace.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunningQuantileTest {
  @Test
  void meansNothingBeforeTenAreBeyondIt() {
    assertEquals(10_000, RunningQuantile.needed(0.999));
    assertEquals(1_000, RunningQuantile.needed(0.99));
    assertEquals(100, RunningQuantile.needed(0.5));
    RunningQuantile quantile = new RunningQuantile(0.99);
    for (int i = 0; i < 1_000; i++) {
      assertEquals(Long.MAX_VALUE, quantile.add(i));
    }
    assertTrue(quantile.add(0) < Long.MAX_VALUE);
  }

  /** The truth is a sorted list of the same durations. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.9, 0.99, 0.999})
  void isThatOfASortedListButForASixteenth(double part) {
    Random random = new Random(7);
    int count = 50_000;
    long[] all = new long[count];
    RunningQuantile quantile = new RunningQuantile(part);
    long limit = 0;
    for (int i = 0; i < count; i++) {
      all[i] = (long) Math.exp(8 + 4 * random.nextGaussian());
      limit = quantile.add(all[i]);
    }
    Arrays.sort(all);
    // The running one has part of them only, so its rank may be off by what chance allows.
    double slack = 4 * Math.sqrt(part * (1 - part) / RunningQuantile.needed(part));
    long low = all[(int) Math.max(0, (part - slack) * count)];
    long high = all[(int) Math.min(count - 1, (part + slack) * count)];
    assertTrue(limit >= low, limit + " >= " + low);
    assertTrue(limit <= high * 17 / 16 + 1, limit + " <= " + high);
  }

  @Test
  void followsWhatChanges() {
    RunningQuantile quantile = new RunningQuantile(0.9);
    long fast = 0;
    for (int i = 0; i < 5_000; i++) {
      fast = quantile.add(1_000 + i % 100);
    }
    long slow = 0;
    for (int i = 0; i < 5_000; i++) {
      slow = quantile.add(1_000_000 + i % 100);
    }
    assertTrue(fast < 2_000, "" + fast);
    assertTrue(slow >= 1_000_000, "" + slow);
  }

  @Test
  void takesAnyDuration() {
    RunningQuantile quantile = new RunningQuantile(0.5);
    for (int i = 0; i < 1_000; i++) {
      quantile.add(Long.MAX_VALUE);
      quantile.add(0);
      quantile.add(-1);
    }
    assertTrue(quantile.add(15) >= 0);
  }
}
