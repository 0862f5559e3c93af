package dev.loomtrace.analysis.finding;

import dev.loomtrace.analysis.CodePlace;
import dev.loomtrace.timeline.SpanView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds virtual threads that wait and keep their carriers, which others need. */
final class Pinning {
  private static final int MAX_PLACES = 1000;

  // Of all that the carriers can do, while others could run: a fifth is more than one can spare.
  private static final double HIGH_SHARE = 0.2;
  private static final double HIGH_OTHERS = 1;
  private static final long HIGH_COUNT = 5;
  private static final double MEDIUM_SHARE = 0.05;
  // If nobody wants the carrier, it may as well be kept.
  private static final double MEDIUM_OTHERS = 0.1;
  // JFR itself holds pinning for worth an event from 20 ms on; five of these.
  private static final long LEAST = 100_000_000;

  private final WaitSites sites;
  private final CarrierTurns use;
  private final Map<Optional<CodePlace>, TurnTally> places = new HashMap<>();

  Pinning(WaitSites sites, CarrierTurns use) {
    this.sites = sites;
    this.use = use;
  }

  /** A thread has waited, pinned. */
  void pinned(SpanView span) {
    CarrierTurns.Turn turn = use.turn(span);
    Optional<CodePlace> place = sites.place(span.place());
    TurnTally tally = places.get(place);
    if (tally == null) {
      if (places.size() >= MAX_PLACES) {
        return;
      }
      tally = new TurnTally();
      places.put(place, tally);
    }
    tally.add(
        span.thread(),
        span.end(),
        span.duration(),
        turn == null ? 0 : use.waited() - turn.waited());
  }

  void findings(Window window, List<Finding> into) {
    places.forEach(
        (place, tally) -> {
          if (tally.total() < LEAST) {
            return;
          }
          double share = tally.mostAtATime(window) / use.carriers();
          boolean high =
              share >= HIGH_SHARE && tally.others() >= HIGH_OTHERS && tally.count() >= HIGH_COUNT;
          boolean medium = share >= MEDIUM_SHARE && tally.others() >= MEDIUM_OTHERS;
          into.add(
              new Finding(
                  FindingKind.PINNING,
                  high ? Severity.HIGH : medium ? Severity.MEDIUM : Severity.LOW,
                  "",
                  place,
                  tally.count(),
                  tally.total(),
                  tally.measures(use, window),
                  List.of(tally.evidence())));
        });
  }
}
