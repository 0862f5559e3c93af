package dev.loomtrace.convert;

import dev.loomtrace.gotrace.GoTraceReader;
import dev.loomtrace.gotrace.GoTraceWriter;
import dev.loomtrace.gotrace.PlacedEvents;
import dev.loomtrace.internal.WholeFile;
import dev.loomtrace.jfr.JfrTraceReader;
import dev.loomtrace.jfr.JfrTraceWriter;
import dev.loomtrace.jfr.model.ModelReader;
import dev.loomtrace.perfetto.PerfettoPart;
import dev.loomtrace.perfetto.PerfettoTraceWriter;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.EventView;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.Repairs;
import dev.loomtrace.trace.TraceReader;
import dev.loomtrace.trace.UnsupportedTraceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Opens and converts traces, whatever their format: dumps of a flight recorder and other JFR
 * recordings, and traces of Go. All methods may be called by any thread.
 */
public final class Traces {
  /** That every thread is shown by itself, for {@link #writePerfetto}. */
  public static final LongPredicate ALL_THREADS = thread -> true;

  /** Writes a trace in a format, and returns what had to be repaired. */
  @FunctionalInterface
  private interface Conversion {
    Repairs write(TraceReader trace, OutputStream out) throws IOException;
  }

  private Traces() {}

  /**
   * Opens a trace.
   *
   * @param path a JFR recording or a Go trace
   * @return a reader at its start, to be closed
   * @throws MalformedTraceException if it is neither
   * @throws UnsupportedTraceException if its version is not supported
   * @throws IOException if it cannot be read
   */
  public static TraceReader open(Path path) throws IOException {
    return open(bytes(path));
  }

  /**
   * The bytes of a trace's file for {@link #open(InputStream)}, in the order in which a trace can
   * be made of them: a recording that async-profiler made together with the JVM ({@code jfrsync})
   * has its first events at its end.
   *
   * @throws IOException if it cannot be read
   */
  public static InputStream bytes(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      FileChannel file = FileChannel.open(path);
      Optional<InputStream> inOrder = Optional.empty();
      try {
        inOrder = JfrTraceReader.inOrder(file);
      } finally {
        if (inOrder.isEmpty()) {
          file.close();
        }
      }
      if (inOrder.isPresent()) {
        return inOrder.get();
      }
    }
    // Not the channel: an interrupt of the thread that reads would close it.
    return Files.newInputStream(path);
  }

  /**
   * The same of a file that is open.
   *
   * @param file to be read from its start; closed with the stream
   * @throws IOException if it cannot be read; the file is closed then
   */
  public static InputStream bytes(FileChannel file) throws IOException {
    try {
      return JfrTraceReader.inOrder(file).orElseGet(() -> Channels.newInputStream(file));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Opens a trace from any source: a file, a pipe, a socket, or {@code
   * jdk.jfr.Recording.getStream}. Nothing is read twice.
   *
   * @param in its bytes; closed with the reader, or when this throws
   * @throws IOException as {@link #open(Path)} does
   */
  public static TraceReader open(InputStream in) throws IOException {
    PushbackInputStream head = new PushbackInputStream(in, TraceFormat.LONGEST_MAGIC);
    try {
      return switch (TraceFormat.of(head)) {
        case JFR -> JfrTraceReader.open(head);
        case GO -> GoTraceReader.open(head);
      };
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** The format of the trace that one of the methods above has opened. */
  public static TraceFormat formatOf(TraceReader trace) {
    return trace instanceof JfrTraceReader || trace instanceof ModelReader
        ? TraceFormat.JFR
        : TraceFormat.GO;
  }

  /**
   * Converts a trace of any format to a Go 1.26 trace.
   *
   * <p>The file appears when all of it has been written; an older one stays until then, and remains
   * if anything goes wrong. Only regular files are replaced: a FIFO or a device is written into, a
   * directory is refused.
   *
   * @param from the trace
   * @param to the file to write
   * @param watchers are handed each event as well
   * @return what had to be repaired
   * @throws IllegalArgumentException if both are the same file
   * @throws IOException if the trace is broken or anything cannot be read or written
   */
  public static Repairs convertToGo(Path from, Path to, EventSink... watchers) throws IOException {
    return convert(from, to, (trace, out) -> writeGo(trace, out, watchers));
  }

  /**
   * Writes the remaining events of a reader as a Go 1.26 trace.
   *
   * @param out where it goes; closed, with what could be written if anything goes wrong
   * @param watchers are handed each event as well
   * @return what had to be repaired
   * @throws UnsupportedTraceException if the format cannot express it
   * @throws IOException if the trace is broken or anything cannot be read or written
   */
  public static Repairs writeGo(TraceReader trace, OutputStream out, EventSink... watchers)
      throws IOException {
    TraceReader placed = placed(trace);
    try (GoTraceWriter writer = new GoTraceWriter(out)) {
      placed.copyTo(before(event -> write(event, writer), watchers));
    }
    return placed.repairs();
  }

  /** The same trace, with all events on threads that all formats can name. */
  private static TraceReader placed(TraceReader trace) {
    return trace.threadsAreKnown() ? trace : new PlacedEvents(trace);
  }

  private static EventSink[] before(EventSink first, EventSink... others) {
    EventSink[] sinks = new EventSink[others.length + 1];
    sinks[0] = first;
    System.arraycopy(others, 0, sinks, 1, others.length);
    return sinks;
  }

  /**
   * Converts a trace of any format to a JFR recording, which {@link #open(Path)} reads as the same
   * events again. Written like a file of {@link #convertToGo}.
   *
   * @param from the trace
   * @param to the file to write
   * @param watchers are handed each event as well
   * @return what had to be repaired
   * @throws IllegalArgumentException if both are the same file
   * @throws IOException if the trace is broken or anything cannot be read or written
   */
  public static Repairs convertToJfr(Path from, Path to, EventSink... watchers) throws IOException {
    return convert(from, to, (trace, out) -> writeJfr(trace, out, watchers));
  }

  /**
   * Writes the remaining events of a reader as a JFR recording.
   *
   * @param out where it goes; closed, with what could be written if anything goes wrong
   * @param watchers are handed each event as well
   * @return what had to be repaired
   * @throws IOException if the trace is broken or anything cannot be read or written
   */
  public static Repairs writeJfr(TraceReader trace, OutputStream out, EventSink... watchers)
      throws IOException {
    TraceReader placed = placed(trace);
    try (JfrTraceWriter writer = new JfrTraceWriter(out, trace.program())) {
      placed.copyTo(before(writer, watchers));
    }
    return placed.repairs();
  }

  /**
   * Converts a trace of any format to a trace for Perfetto; compressed if the name of the file ends
   * in {@code .gz}. Written like a file of {@link #convertToGo}.
   *
   * @param from the trace
   * @param to the file to write, such as {@code slow.pftrace} or {@code slow.pftrace.gz}
   * @param watchers are handed each event as well
   * @return what had to be repaired
   * @throws IllegalArgumentException if both are the same file
   * @throws IOException if the trace is broken or anything cannot be read or written
   */
  public static Repairs convertToPerfetto(Path from, Path to, EventSink... watchers)
      throws IOException {
    return convert(
        from, to, (trace, out) -> writePerfetto(trace, compressed(to, out), ALL_THREADS, watchers));
  }

  private static OutputStream compressed(Path to, OutputStream out) throws IOException {
    return to.toString().endsWith(".gz") ? PerfettoTraceWriter.compressed(out) : out;
  }

  /**
   * Writes the remaining events of a reader as a trace for Perfetto.
   *
   * @param out where it goes; closed, with what could be written if anything goes wrong
   * @param shown whether the thread (goroutine) of an id is shown by itself; of the others only
   *     when they run is in the trace, under one name for each cpu
   * @param watchers are handed each event as well
   * @return what had to be repaired
   * @throws UnsupportedTraceException if the format cannot express it
   * @throws IOException if the trace is broken or anything cannot be read or written
   */
  public static Repairs writePerfetto(
      TraceReader trace, OutputStream out, LongPredicate shown, EventSink... watchers)
      throws IOException {
    return writePerfetto(trace, out, PerfettoPart.only().showing(shown), watchers);
  }

  /**
   * Writes what is chosen of the remaining events of a reader as a trace for Perfetto, or as a part
   * of one that has several traces.
   *
   * @param out where it goes; closed, with what could be written if anything goes wrong
   * @param part what is written, and how it stands beside the other traces of the file, which are
   *     written one after the other
   * @param watchers are handed each event as well, whether it is written or not
   * @return what had to be repaired
   * @throws UnsupportedTraceException if the format cannot express it
   * @throws IOException if the trace is broken or anything cannot be read or written
   */
  public static Repairs writePerfetto(
      TraceReader trace, OutputStream out, PerfettoPart part, EventSink... watchers)
      throws IOException {
    TraceReader placed = placed(trace);
    try (PerfettoTraceWriter writer = new PerfettoTraceWriter(out, trace.program(), part)) {
      placed.copyTo(before(writer, watchers));
    }
    return placed.repairs();
  }

  private static Repairs convert(Path from, Path to, Conversion conversion) throws IOException {
    if (Files.exists(to) && Files.isSameFile(from, to)) {
      throw new IllegalArgumentException(to + " is the trace itself");
    }
    try (TraceReader trace = open(from)) {
      Repairs[] repairs = new Repairs[1];
      WholeFile.write(to, out -> repairs[0] = conversion.write(trace, out));
      return repairs[0];
    }
  }

  // Only the writer's refusals: what a reader or a watcher throws is not about the format.
  private static void write(EventView event, GoTraceWriter writer) throws IOException {
    try {
      writer.accept(event);
    } catch (IllegalArgumentException e) {
      throw new UnsupportedTraceException(
          MalformedTraceException.NO_OFFSET,
          "it cannot be written as a Go 1.26 trace: " + e.getMessage());
    }
  }
}
