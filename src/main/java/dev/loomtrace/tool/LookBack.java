package dev.loomtrace.tool;

import dev.loomtrace.analysis.CarrierShares;
import dev.loomtrace.analysis.CarriersMeanwhile;
import dev.loomtrace.analysis.TaskResult;
import dev.loomtrace.analysis.WaitChains;
import dev.loomtrace.analysis.WorldStops;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.timeline.SpanSink;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.store.TemporaryStore;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.FrameOrigins;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Looks back at what threads did in a trace. Only who has read all of it knows what to look at: it
 * is then read once more, as far as that is needed; of what can be read only once, such as a pipe,
 * the bytes are kept in a temporary file in the meantime.
 */
final class LookBack implements Closeable {
  private final TraceFile file;
  private final Console console;
  private final Optional<Path> copy;

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

  /** For a trace that is about to be read. */
  LookBack(TraceFile file, Console console) throws IOException {
    this.file = file;
    this.console = console;
    copy =
        file.isRepeatable()
            ? Optional.empty()
            : Optional.of(Files.createTempDirectory("loomtrace").resolve("input"));
  }

  /** Reads the trace for the first time, as {@link TraceFile#read} does. */
  Coverage read(EventSink... sinks) throws IOException {
    if (copy.isEmpty()) {
      return file.read(console, sinks);
    }
    try (OutputStream out = Files.newOutputStream(copy.get())) {
      return file.readThrough(in -> new Copying(in, out), console, sinks);
    }
  }

  /** Keeps what is read of another one. */
  private static final class Copying extends FilterInputStream {
    private static final int MAX_SKIP = 1 << 16;

    private final OutputStream out;

    private Copying(InputStream in, OutputStream out) {
      super(in);
      this.out = out;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int count = super.read(bytes, offset, length);
      if (count > 0) {
        out.write(bytes, offset, count);
      }
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      return readNBytes(Math.clamp(count, 0, MAX_SKIP)).length;
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }

  /**
   * What is behind the waits of a unit of work, when the trace has been read.
   *
   * @param total how long the unit took, in nanoseconds
   * @param carriers of the same unit
   */
  Found behind(
      List<TaskResult.Wait> waits, long total, CarriersMeanwhile carriers, FrameOrigins origins)
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
    TraceFile again = copy.map(path -> new TraceFile(path.toString())).orElse(file);
    again.readUntil(console, enough, timeline);
    timeline.end();
  }

  private static Optional<CarrierShares> told(CarriersMeanwhile carriers) {
    return carriers.isEmpty() ? Optional.empty() : Optional.of(carriers.result());
  }

  @Override
  public void close() throws IOException {
    if (copy.isPresent()) {
      Files.deleteIfExists(copy.get());
      Files.deleteIfExists(copy.get().getParent());
    }
  }
}
