package dev.loomtrace.tool;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.question.Readings;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.TraceClock;
import dev.loomtrace.trace.EventSink;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/**
 * A trace as it is named on the command line.
 *
 * @param name a path, or {@code -} for the standard input
 */
record TraceFile(String name) {
  /** What is done with a trace. */
  @FunctionalInterface
  interface Use<R> {
    /** Reads it; it is closed by others. */
    R of(TraceReader trace) throws IOException;
  }

  /** Whether it is the standard input. */
  boolean isStandardInput() {
    return name.equals("-");
  }

  /** Whether it can be read more than once. */
  boolean isRepeatable() throws IOException {
    return !isStandardInput() && Files.isRegularFile(path());
  }

  /** Whether this is the file of that path. */
  boolean is(Path path) throws IOException {
    return !isStandardInput()
        && Files.exists(path)
        && Files.exists(Path.of(name))
        && Files.isSameFile(Path.of(name), path);
  }

  /**
   * Hands all events to these sinks, and shows how far it is to whoever watches. If the trace
   * breaks off, those before have been handed on.
   *
   * @throws UserDataException if not even its start can be read
   */
  Coverage read(Console console, EventSink... sinks) throws IOException {
    return use(console, trace -> read(trace, sinks));
  }

  /** The same, of which the bytes go through another stream. */
  Coverage readThrough(UnaryOperator<InputStream> through, Console console, EventSink... sinks)
      throws IOException {
    return use(console, console.showsProgress(), through, trace -> read(trace, sinks));
  }

  /**
   * The same until there is enough.
   *
   * @param enough asked after each event
   */
  void readUntil(Console console, BooleanSupplier enough, EventSink sink) throws IOException {
    use(console, until(enough, sink));
  }

  /**
   * The same of a copy of what could be read only once: in the order of its bytes, as the first
   * time.
   */
  void readCopyUntil(Console console, BooleanSupplier enough, EventSink sink) throws IOException {
    use(
        console,
        Files.newInputStream(path()),
        console.showsProgress(),
        UnaryOperator.identity(),
        until(enough, sink));
  }

  private static Use<Void> until(BooleanSupplier enough, EventSink sink) {
    return trace -> {
      Readings.until(trace, enough, sink);
      return null;
    };
  }

  /** The same of a trace that is open. */
  Coverage read(TraceReader trace, EventSink... sinks) throws IOException {
    return Readings.all(trace, label(), size(), sinks);
  }

  /** When it begins. */
  TraceClock clock(Console console) throws IOException {
    return useQuietly(
        console,
        trace -> {
          TraceClock clock = new TraceClock();
          if (trace.next()) {
            clock.accept(trace);
          }
          return clock;
        });
  }

  /** Reads the trace, and shows how far it is to whoever watches. */
  <R> R use(Console console, Use<R> use) throws IOException {
    return use(console, console.showsProgress(), UnaryOperator.identity(), use);
  }

  /** Reads the trace without a word. */
  <R> R useQuietly(Console console, Use<R> use) throws IOException {
    return use(console, false, UnaryOperator.identity(), use);
  }

  /** What is done with the bytes of a trace. */
  @FunctionalInterface
  interface BytesUse {
    /** Reads them; they are closed by others. */
    void of(InputStream bytes) throws IOException;
  }

  /** Reads the trace's bytes without a word. */
  void useBytes(Console console, BytesUse use) throws IOException {
    try (InputStream in = open(console)) {
      use.of(in);
    } catch (MalformedTraceException e) {
      throw new UserDataException(label() + ": " + e.getMessage(), e);
    }
  }

  private <R> R use(
      Console console, boolean showsProgress, UnaryOperator<InputStream> through, Use<R> use)
      throws IOException {
    return use(console, bytes(console), showsProgress, through, use);
  }

  private <R> R use(
      Console console,
      InputStream bytes,
      boolean showsProgress,
      UnaryOperator<InputStream> through,
      Use<R> use)
      throws IOException {
    try (InputStream in = through.apply(new Named(bytes, label()));
        InputStream watched = showsProgress ? new Progress(in, name, size(), console) : in;
        TraceReader trace = Traces.open(watched)) {
      return use.of(trace);
    } catch (MalformedTraceException e) {
      throw new UserDataException(label() + ": " + e.getMessage(), e);
    }
  }

  private InputStream open(Console console) throws IOException {
    return new Named(bytes(console), label());
  }

  private InputStream bytes(Console console) throws IOException {
    return isStandardInput() ? console.in() : Traces.bytes(path());
  }

  /** Says which input it was that failed. */
  private static final class Named extends FilterInputStream {
    private final String label;

    private Named(InputStream in, String label) {
      super(in);
      this.label = label;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return in.read(bytes, offset, length);
      } catch (IOException e) {
        throw new UserDataException(label + ": " + e.getMessage(), e);
      }
    }
  }

  private Path path() throws IOException {
    Path path = FileNames.existing(name);
    if (Files.isDirectory(path)) {
      throw new UserDataException(name + ": is a directory");
    }
    return path;
  }

  /** Its size in bytes, or {@link Progress#UNKNOWN}. */
  long size() throws IOException {
    Path path = Path.of(name);
    return !isStandardInput() && Files.isRegularFile(path) ? Files.size(path) : Progress.UNKNOWN;
  }

  /** Its name without its folders. */
  String fileName() {
    return name.substring(name.lastIndexOf(File.separatorChar) + 1);
  }

  /** Its name in messages. */
  String label() {
    return isStandardInput() ? "standard input" : name;
  }

  @Override
  public String toString() {
    return name;
  }
}
