package dev.loomtrace.bridge.boot.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.loomtrace.event.EventNames;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private final Sampling sampling = new Sampling();

  @Test
  void understandsLengths() {
    assertEquals(10_000_000, Sampling.parse("10 ms")[EventNames.REASON_SYNC]);
    assertEquals(0, Sampling.parse("off")[EventNames.REASON_SYNC]);
    long[] mixed = Sampling.parse("1 s; monitor 20 us; network off");
    assertEquals(1_000_000_000, mixed[EventNames.REASON_SLEEP]);
    assertEquals(20_000, mixed[EventNames.REASON_MONITOR]);
    assertEquals(0, mixed[EventNames.REASON_NETWORK]);
  }

  @Test
  void passesOverWhatItDoesNotUnderstand() {
    for (String wrong : new String[] {"", "x", "10", "-1 ms", "10 hours", "9e9 s", "monitor"}) {
      assertNull(Sampling.parse(wrong), wrong);
      assertEquals(
          5_000, Sampling.parse("5us; " + wrong)[EventNames.REASON_MONITOR], "after " + wrong);
    }
    assertNull(Sampling.parse(Long.MAX_VALUE + " s"));
    sampling.setValue("nonsense");
    assertEquals("100 ms", sampling.getValue(), "nothing has changed");
  }

  @Test
  void givesEachRecordingAtLeastWhatItWants() {
    long[] both =
        Sampling.parse(sampling.combine(Set.of("off; network 1 ms", "10 ms; network off")));
    assertEquals(1_000_000, both[EventNames.REASON_NETWORK]);
    assertEquals(10_000_000, both[EventNames.REASON_SYNC]);
    both = Sampling.parse(sampling.combine(Set.of("nonsense", "10 ms", "1 s; yield 1 us", "off")));
    assertEquals(1_000, both[EventNames.REASON_YIELD]);
    assertEquals(10_000_000, both[EventNames.REASON_SLEEP]);
    assertEquals("off", sampling.combine(Set.of("off")));
  }

  @Test
  void weighsWithoutBias() {
    for (long each : new long[] {15, 100, 25_000_000, 1L << 43, 1L << 62, Long.MAX_VALUE}) {
      for (double part : new double[] {0.01, 0.05, 0.5, 0.99}) {
        long duration = Math.max(1, (long) (each * part));
        int waits = 200_000;
        double sum = 0;
        for (long i = 0; i < waits; i++) {
          sum += Sampling.chosen(each, 7_000_000_000L + i * 1_001, duration);
        }
        double expected = (double) waits * duration;
        double deviation = Math.sqrt(each / expected);
        assertEquals(1, sum / expected, 6 * deviation, duration + " of " + each);
      }
    }
    assertEquals(100, Sampling.chosen(100, 1, 100));
    assertEquals(0, Sampling.chosen(0, 1, 100), "off");
    assertEquals(0, Sampling.chosen(Long.MAX_VALUE, 1, 0), "no wait");
  }
}
