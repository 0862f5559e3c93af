package dev.loomtrace.analysis.finding;

import dev.loomtrace.timeline.SpanView;
import dev.loomtrace.timeline.StopClock;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.RangeKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds that the world is stopped too much, for the collector or for what else. */
final class Pauses {
  private static final int SHOWN = 3;

  // Of the stretch that has most of them. Collectors that do well need some percent; with a fifth
  // the program mostly collects, and a start that collects much once has no three pauses of that
  // length.
  private static final double HIGH_SHARE = 0.2;
  private static final long HIGH_COUNT = 3;
  private static final double MEDIUM_SHARE = 0.05;
  // What a user of a service sees, and what he calls an outage.
  private static final long LONG = 100_000_000;
  // Less is not worth a line, however short the trace.
  private static final long LEAST = 100_000_000;
  private static final long VERY_LONG = 500_000_000;

  private final StopClock clock = new StopClock();
  private final Density density = new Density();
  private final NamedSums reasons = new NamedSums();
  private long count;
  private long longest;

  /** An event about a range. */
  void event(EventView range) {
    clock.event(range);
  }

  /** How long the world was stopped until then. */
  long until(long time) {
    return clock.until(time);
  }

  /** A range has ended. */
  void range(SpanView range) {
    if (RangeKind.ofName(range.name()) != RangeKind.STOP_THE_WORLD || range.open()) {
      return;
    }
    count++;
    longest = Math.max(longest, range.duration());
    density.add(range.begin(), range.end(), 1);
    reasons.add(RangeKind.stopTheWorldReason(range.name()), range.duration());
  }

  void findings(Window window, List<Finding> into) {
    long stopped = clock.until(window.end());
    Worst worst = density.worst(window);
    double share = Math.min(1, worst.mean());
    if (stopped < LEAST || (longest < LONG && share < MEDIUM_SHARE)) {
      return;
    }
    boolean high = share >= HIGH_SHARE && count >= HIGH_COUNT && longest >= LONG;
    boolean medium = share >= MEDIUM_SHARE || longest >= VERY_LONG;
    into.add(
        new Finding(
            FindingKind.PAUSES,
            high ? Severity.HIGH : medium ? Severity.MEDIUM : Severity.LOW,
            "",
            Optional.empty(),
            count,
            stopped,
            worst.with(
                Map.of(Measure.LONGEST_NANOS, longest, Measure.WINDOW_NANOS, window.nanos()),
                window),
            reasons.longest(SHOWN, Evidence.Role.STOPPED_FOR)));
  }
}
