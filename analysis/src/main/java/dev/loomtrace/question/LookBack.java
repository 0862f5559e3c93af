package dev.loomtrace.question;

import dev.loomtrace.analysis.CarrierShares;
import dev.loomtrace.analysis.CarriersMeanwhile;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.WaitChains;
import dev.loomtrace.analysis.WorldStops;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.store.TemporaryStore;
import dev.loomtrace.trace.FrameOrigins;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Looks back at what threads did in a trace. Only who has read all of it knows what to look at: it
 * is then read once more, as far as that is needed.
 */
final class LookBack {
  private final TraceSource trace;
  private final FrameOrigins origins;

  /**
   * What was found of a unit of work.
   *
   * @param waits its waits, with the chains behind the longest of them
   * @param carriers who had the carriers while it waited for one, if it did so for long enough
   */
  record Found(List<TaskResult.Wait> waits, Optional<CarrierShares> carriers) {
    /** Keeps a copy of the list. */
    Found {
      waits = List.copyOf(waits);
    }
  }

  /**
   * Into a trace that has been read.
   *
   * @param origins what is the application's own code
   */
  LookBack(TraceSource trace, FrameOrigins origins) {
    this.trace = trace;
    this.origins = origins;
  }

  /**
   * What is behind the waits of a unit of work.
   *
   * @param total how long the unit took, in nanoseconds
   * @param carriers of the same unit
   */
  Found behind(List<TaskResult.Wait> waits, long total, CarriersMeanwhile carriers)
      throws IOException {
    WaitChains chains = new WaitChains(waits, total);
    if (chains.isEmpty()) {
      if (!carriers.isEmpty()) {
        readAgain(carriers::hasEnough, List.of(carriers));
      }
      return new Found(waits, told(carriers));
    }
    WorldStops stops = new WorldStops();
    try (TemporaryStore spans = new TemporaryStore(chains.from(), chains.to())) {
      List<SpanSink> sinks = new ArrayList<>(List.of(spans, stops, chains));
      if (!carriers.isEmpty()) {
        sinks.add(carriers);
      }
      readAgain(() -> chains.hasEnough() && (carriers.isEmpty() || carriers.hasEnough()), sinks);
      return new Found(chains.told(spans.store(), stops, origins), told(carriers));
    }
  }

  private void readAgain(BooleanSupplier enough, List<SpanSink> sinks) throws IOException {
    Timeline timeline = new Timeline(sinks.toArray(SpanSink[]::new));
    trace.readAgain(enough, timeline);
    timeline.end();
  }

  private static Optional<CarrierShares> told(CarriersMeanwhile carriers) {
    return carriers.isEmpty() ? Optional.empty() : Optional.of(carriers.result());
  }
}
