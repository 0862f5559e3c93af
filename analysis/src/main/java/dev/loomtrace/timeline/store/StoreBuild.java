package dev.loomtrace.timeline.store;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.timeline.Timeline;
import dev.loomtrace.timeline.TraceFault;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes the store of a trace's file. */
final class StoreBuild {
  private static final int EVENTS_PER_REPORT = 1 << 18;

  private StoreBuild() {}

  /**
   * Reads the trace and writes the store, of a trace that breaks off with what comes before.
   *
   * @param follower finds out what becomes of tasks, if that is wanted
   * @throws MalformedTraceException if it breaks off before the first event
   */
  static void write(
      Path trace,
      TraceIdentity identity,
      Path file,
      Optional<TaskFollower> follower,
      BuildProgress progress)
      throws IOException {
    progress.made(0, Files.size(trace), 0); // To open a trace may be most of the reading.
    try (FileChannel bytes = FileChannel.open(trace);
        TraceReader reader = Traces.open(Traces.bytes(bytes));
        StoreWriter writer = new StoreWriter(file, identity);
        WriterThread thread = new WriterThread(writer, follower.isPresent())) {
      Timeline timeline =
          follower.isEmpty()
              ? new Timeline(thread)
              : new Timeline(follower.get().follow(thread), thread);
      Optional<TraceFault> fault = copy(reader, timeline, bytes, progress);
      writer.covered(
          reader.covered() >= 0 ? reader.covered() : fault.map(TraceFault::offset).orElse(-1L));
      timeline.end(reader.repairs(), fault);
    }
  }

  private static Optional<TraceFault> copy(
      TraceReader reader, Timeline timeline, FileChannel bytes, BuildProgress progress)
      throws IOException {
    for (long events = 0; ; events++) {
      try {
        if (!reader.next()) {
          return Optional.empty();
        }
      } catch (MalformedTraceException e) {
        if (events == 0) {
          throw e;
        }
        return Optional.of(TraceFault.of(e));
      }
      timeline.accept(reader);
      if (events % EVENTS_PER_REPORT == 0) {
        progress.made(bytes.position(), bytes.size(), events + 1);
      }
    }
  }
}
