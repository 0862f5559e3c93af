package dev.loomtrace.analysis.finding;

import dev.loomtrace.analysis.DurationHistogram;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds that there is more to do than carriers or processors can. */
final class Saturation {
  // How many wait for each carrier, on average over the stretch in which most wait.
  private static final double HIGH_QUEUE = 4;
  private static final double MEDIUM_QUEUE = 1;
  private static final double LOW_QUEUE = 0.25;
  // A turn that comes within this is soon enough: Go's schedulers let others run for as long.
  private static final long LATE = 10_000_000;
  // Below it, it is not for want of carriers that threads wait.
  private static final double HIGH_USE = 0.8;

  private Saturation() {}

  static void findings(CarrierTurns use, Window window, List<Finding> into) {
    Worst worst = use.queues().worst(window);
    Stretch then = worst.stretch();
    double queue = worst.mean() / use.carriers();
    double mean = worst.spent() / Math.max(1, use.turnsBegun().in(then, window));
    DurationHistogram waits = use.waits();
    long median = waits.quantile(0.5);
    long p99 = waits.quantile(0.99);
    if (queue < LOW_QUEUE || (p99 < LATE && mean < LATE)) {
      return;
    }
    double busy = use.uses().in(then, window) / then.nanos() / use.carriers();
    // Half of all of them, or all of that stretch on average, whatever came before and after.
    boolean late = median >= LATE || (worst.isPartOf(window) && mean >= LATE);
    boolean high = queue >= HIGH_QUEUE && late && busy >= HIGH_USE;
    into.add(
        new Finding(
            FindingKind.SATURATION,
            high ? Severity.HIGH : queue >= MEDIUM_QUEUE ? Severity.MEDIUM : Severity.LOW,
            "",
            Optional.empty(),
            waits.count(),
            use.waitedForTurn(),
            worst.with(
                Map.of(
                    Measure.MEDIAN_NANOS,
                    median,
                    Measure.P99_NANOS,
                    p99,
                    Measure.LONGEST_NANOS,
                    waits.longest(),
                    Measure.CARRIERS,
                    use.carriers(),
                    Measure.RAN_NANOS,
                    use.ran(),
                    Measure.WINDOW_NANOS,
                    window.nanos()),
                window),
            List.of()));
  }
}
