package dev.loomtrace.trigger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  /** Dumps of a trigger that fires at each moment; the clock may pass its largest number. */
  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 20, Long.MIN_VALUE})
  void doublesUpToALimitWhileItFiresWithoutEnd(long start) {
    Pace pace = new Pace(10, 70);
    List<Long> dumps = new ArrayList<>();
    for (long now = 0; now < 300; now++) {
      if (pace.isOpen(start + now)) {
        dumps.add(now);
        pace.dumped(start + now);
      }
    }
    assertEquals(List.of(0L, 10L, 30L, 70L, 140L, 210L, 280L), dumps);
    assertEquals(70, pace.distance());
  }

  @Test
  void startsAnewAfterItWasQuiet() {
    Pace pace = new Pace(10, 1_000);
    for (long now = 0; now < 100; now++) {
      if (pace.isOpen(now)) {
        pace.dumped(now);
      }
    }
    assertEquals(80, pace.distance());
    assertFalse(pace.isOpen(149));
    assertTrue(pace.isOpen(300));
    pace.dumped(300);
    assertEquals(10, pace.distance());
  }

  @Test
  void oneThatIsRareNeverWaitsLonger() {
    Pace pace = new Pace(10, 1_000);
    for (long now = 0; now < 1_000; now += 20) {
      assertTrue(pace.isOpen(now));
      pace.dumped(now);
      assertEquals(10, pace.distance());
    }
  }

  @Test
  void theLimitIsNeverBelowTheLeastDistance() {
    Pace pace = new Pace(100, 10);
    pace.dumped(0);
    pace.dumped(100);
    assertEquals(100, pace.distance());
  }
}
