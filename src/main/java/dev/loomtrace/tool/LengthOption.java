package dev.loomtrace.tool;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * A length of time as it is named on the command line: {@code 10ms}.
 *
 * @param nanos in nanoseconds
 */
record LengthOption(long nanos) {
  private static final Pattern LENGTH =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{1,9})?) ?([a-z]{1,3})");
  private static final Map<String, Long> UNITS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "min", 60_000_000_000L,
          // As the flight recorder's own options have it.
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  /** Reads a length that is longer than nothing. */
  static LengthOption positive(String given) {
    return new LengthOption(
        nanos(given)
            .filter(nanos -> nanos > 0)
            .orElseThrow(
                () ->
                    new TypeConversionException(
                        "'" + given + "' is no length of time: say 10ms or 1.5s")));
  }

  /** Its nanoseconds; empty if it is no length of time, or one of many years. */
  static Optional<Long> nanos(String given) {
    Matcher length = LENGTH.matcher(given);
    if (length.matches() && UNITS.containsKey(length.group(2))) {
      BigDecimal nanos =
          new BigDecimal(length.group(1)).multiply(BigDecimal.valueOf(UNITS.get(length.group(2))));
      if (nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE / 4)) < 0) {
        return Optional.of(nanos.longValue());
      }
    }
    return Optional.empty();
  }
}
