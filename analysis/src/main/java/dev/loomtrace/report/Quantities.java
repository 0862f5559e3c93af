package dev.loomtrace.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Words for numbers, for people: three or four digits and a unit. */
public final class Quantities {
  private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB"};
  private static final String[] TIME_UNITS = {"ns", "us", "ms", "s"};
  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final double ROUNDS_UP = 999.5;

  private Quantities() {}

  /** A span of time: {@code 1.20 s}, {@code 12.3 ms}, {@code 2 min 3 s}, {@code 1 h 2 min}. */
  public static String duration(long nanos) {
    if (nanos < 0) {
      return "-" + duration(nanos == Long.MIN_VALUE ? Long.MAX_VALUE : -nanos);
    }
    long seconds = Math.round((double) nanos / NANOS_PER_SECOND);
    if (seconds >= 3600) {
      long minutes = Math.round(seconds / 60.0);
      return minutes / 60 + " h " + minutes % 60 + " min";
    }
    if (seconds >= 60) {
      return seconds / 60 + " min " + seconds % 60 + " s";
    }
    double value = nanos;
    int unit = 0;
    while (value >= ROUNDS_UP && unit < TIME_UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 ? nanos + " ns" : threeDigits(value) + " " + TIME_UNITS[unit];
  }

  /** A size: {@code 512 B}, {@code 3.21 MB}; a kB is 1000 B. */
  public static String bytes(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= ROUNDS_UP && unit < BYTE_UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    return unit == 0 ? bytes + " B" : threeDigits(value) + " " + BYTE_UNITS[unit];
  }

  /** A number of things: {@code 1,234,567}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** The same with what is counted: {@code 1 part}, {@code 2 parts}. */
  public static String count(long count, String what) {
    return count(count) + " " + what + (count == 1 ? "" : "s");
  }

  /** A share: {@code 12.3 %}; of nothing, none. */
  public static String percent(long part, long whole) {
    return fixed(whole == 0 ? 0.0 : 100.0 * part / whole, 1) + " %";
  }

  private static String threeDigits(double value) {
    return fixed(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
  }

  /** As {@link String#format} does it, which takes most of the time of a long table. */
  private static String fixed(double value, int digits) {
    return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).toPlainString();
  }
}
