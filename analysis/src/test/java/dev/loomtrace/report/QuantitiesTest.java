package dev.loomtrace.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 ns",
    "999, 999 ns",
    "1000, 1.00 us",
    "12345, 12.3 us",
    "999499, 999 us",
    "999500, 1.00 ms",
    "412000000, 412 ms",
    "1204000000, 1.20 s",
    "9994000000, 9.99 s",
    "9996000000, 10.0 s",
    "59400000000, 59.4 s",
    "59600000000, 1 min 0 s",
    "123000000000, 2 min 3 s",
    "3599400000000, 59 min 59 s",
    "3600000000000, 1 h 0 min",
    "7199000000000, 2 h 0 min",
    "-1500, -1.50 us"
  })
  void saysDurationsInThreeDigits(long nanos, String words) {
    assertEquals(words, Quantities.duration(nanos));
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.00 kB", "3210000, 3.21 MB", "999999999, 1.00 GB"})
  void saysSizesInThreeDigits(long bytes, String words) {
    assertEquals(words, Quantities.bytes(bytes));
  }

  @Test
  void saysNumbersOfThings() {
    assertEquals("1,234,567 events", Quantities.count(1_234_567, "event"));
    assertEquals("1 event", Quantities.count(1, "event"));
  }

  @Test
  void saysShares() {
    assertEquals("12.3 %", Quantities.percent(123, 1000));
    assertEquals("0.0 %", Quantities.percent(0, 0));
  }
}
