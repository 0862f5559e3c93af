package dev.loomtrace.bridge.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.loomtrace.EventNames;
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
      assertEquals(0, Sampling.parse(wrong)[EventNames.REASON_MONITOR], wrong);
      assertEquals(
          5_000, Sampling.parse("5 us; " + wrong)[EventNames.REASON_MONITOR], "after " + wrong);
    }
    assertEquals(0, Sampling.parse(Long.MAX_VALUE + " s")[EventNames.REASON_SYNC]);
  }

  @Test
  void takesTheFinestWish() {
    assertEquals("1 ms", sampling.combine(Set.of("10 ms", "1 ms", "off")));
    assertEquals("off", sampling.combine(Set.of("off")));
    assertEquals("1 s; yield 1 us", sampling.combine(Set.of("10 ms", "1 s; yield 1 us")));
  }

  @Test
  void weighsWithoutBias() {
    long each = 25_000_000;
    for (long duration : new long[] {each / 500, each / 20, each / 2, each - 1}) {
      int waits = 400_000;
      double sum = 0;
      for (long i = 0; i < waits; i++) {
        sum += Sampling.chosen(each, 7_000_000_000L + i * 1_001, duration);
      }
      // Six standard deviations or more.
      assertEquals(1, sum / ((double) waits * duration), 0.22, "waits of " + duration);
    }
    assertEquals(each, Sampling.chosen(each, 1, each));
    assertEquals(0, Sampling.chosen(0, 1, each), "off");
  }
}
