package dev.loomtrace.explorer.api;

import dev.loomtrace.explorer.http.Refusal;
import dev.loomtrace.explorer.http.Request;
import dev.loomtrace.explorer.trace.TimeGrid;

/**
 * A stretch of a trace's time.
 *
 * @param from inclusive, in nanoseconds on the trace's clock
 * @param to exclusive, not before it
 */
record Stretch(long from, long to) {
  /**
   * The stretch that a request names by {@code from} and {@code to}, in nanoseconds since the
   * trace's start; without them from its start or to its end. What is outside the trace is left
   * out.
   *
   * @throws Refusal if it ends before it begins
   */
  static Stretch of(Request request, TimeGrid time) throws Refusal {
    long from = request.number("from").orElse(0L);
    long to = request.number("to").orElse(time.duration());
    if (to < from) {
      throw Refusal.wrong("'to' is before 'from'");
    }
    return new Stretch(time.afterStart(from), time.afterStart(to));
  }

  long nanos() {
    return to - from;
  }
}
