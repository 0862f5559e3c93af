package dev.loomtrace.tool;

import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.WaitChains;
import dev.loomtrace.analysis.WorldStops;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.store.TemporaryStore;
import dev.loomtrace.trace.FrameOrigins;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks back at what threads did in a trace. Only who has read all of it knows what to look at: a
 * file is then read once more, as far as that is needed; of what can be read only once, such as a
 * pipe, all is kept in the meantime.
 */
final class LookBack implements Closeable {
  private final TraceFile file;
  private final Console console;
  private final WorldStops stops = new WorldStops();
  private final Optional<TemporaryStore> kept;

  /** For a trace that is about to be read. */
  LookBack(TraceFile file, Console console) throws IOException {
    this.file = file;
    this.console = console;
    kept = file.isRepeatable() ? Optional.empty() : Optional.of(new TemporaryStore());
  }

  /** These sinks, and those that keep what is looked back at. */
  Timeline timeline(SpanSink... sinks) {
    return new Timeline(
        kept.map(store -> Stream.concat(Stream.of(sinks), Stream.of(store, stops)))
            .orElse(Stream.of(sinks))
            .toArray(SpanSink[]::new));
  }

  /**
   * The waits of a unit of work with the chains behind the longest of them, when the trace has been
   * read.
   *
   * @param total how long the unit took, in nanoseconds
   */
  List<TaskResult.Wait> chains(List<TaskResult.Wait> waits, long total, FrameOrigins origins)
      throws IOException {
    WaitChains chains = new WaitChains(waits, total);
    if (chains.isEmpty()) {
      return waits;
    }
    if (kept.isPresent()) {
      return chains.told(kept.get().store(), stops, origins);
    }
    try (TemporaryStore spans = new TemporaryStore(chains.from(), chains.to())) {
      Timeline timeline = new Timeline(spans, stops, chains);
      file.readUntil(console, chains::hasEnough, timeline);
      timeline.end();
      return chains.told(spans.store(), stops, origins);
    }
  }

  @Override
  public void close() throws IOException {
    if (kept.isPresent()) {
      kept.get().close();
    }
  }
}
