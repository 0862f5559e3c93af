package dev.loomtrace.tool;

import dev.loomtrace.perfetto.TimeWindow;
import dev.loomtrace.report.TraceClock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/**
 * A stretch of time as it is named on the command line, {@code FROM..TO}.
 *
 * @param from its start; empty: that of the trace
 * @param to its end; empty: that of the trace
 */
record WindowOption(Optional<Moment> from, Optional<Moment> to) {
  private static final String SEPARATOR = "..";

  /**
   * A moment.
   *
   * @param nanos nanoseconds from the start of the trace, if it is given so
   * @param wall the wall clock, if it is given so
   */
  record Moment(Optional<Long> nanos, Optional<Instant> wall) {
    private static Moment of(String given) {
      Optional<Long> offset = LengthOption.nanos(given);
      if (offset.isPresent()) {
        return new Moment(offset, Optional.empty());
      }
      try {
        return new Moment(Optional.empty(), Optional.of(Instant.parse(given)));
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'" + given + "' is no moment: say 1.5s, 20ms or 2026-11-25T09:35:29.832Z");
      }
    }

    private long on(TraceClock clock, String label) throws UserDataException {
      if (nanos.isPresent()) {
        return clock.afterStart(nanos.get());
      }
      return clock
          .at(wall.orElseThrow())
          .orElseThrow(() -> new UserDataException(label + ": does not say what time it was"));
    }
  }

  /** Reads what was given. */
  static WindowOption of(String given) {
    int separator = given.indexOf(SEPARATOR);
    if (separator < 0) {
      throw new TypeConversionException("'" + given + "' is not FROM..TO, as in 1.5s..2s");
    }
    WindowOption window =
        new WindowOption(
            moment(given.substring(0, separator)),
            moment(given.substring(separator + SEPARATOR.length())));
    if (window.from.isEmpty() && window.to.isEmpty()) {
      throw new TypeConversionException("'" + given + "' has neither a start nor an end");
    }
    return window;
  }

  private static Optional<Moment> moment(String given) {
    return given.isBlank() ? Optional.empty() : Optional.of(Moment.of(given.strip()));
  }

  /**
   * The same on the clock of a trace.
   *
   * @param label of the trace, in messages
   */
  TimeWindow on(TraceClock clock, String label) throws UserDataException {
    long begin = from.isEmpty() ? Long.MIN_VALUE : from.get().on(clock, label);
    long end = to.isEmpty() ? Long.MAX_VALUE : to.get().on(clock, label);
    if (end < begin) {
      throw new UserDataException("--window: ends before it begins");
    }
    return new TimeWindow(begin, end);
  }
}
