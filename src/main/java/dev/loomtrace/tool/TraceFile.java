package dev.loomtrace.tool;

import dev.loomtrace.convert.Traces;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.TraceReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

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

  private boolean isStandardInput() {
    return name.equals("-");
  }

  /** Whether this is the file of that path. */
  boolean is(Path path) throws IOException {
    return !isStandardInput()
        && Files.exists(path)
        && Files.exists(Path.of(name))
        && Files.isSameFile(Path.of(name), path);
  }

  /** Reads the trace, and shows how far it is to whoever watches. */
  <R> R read(Console console, Use<R> use) throws IOException {
    return read(console, console.showsProgress(), use);
  }

  /** Reads the trace without a word. */
  <R> R readQuietly(Console console, Use<R> use) throws IOException {
    return read(console, false, use);
  }

  private <R> R read(Console console, boolean showsProgress, Use<R> use) throws IOException {
    try (InputStream in = isStandardInput() ? console.in() : Files.newInputStream(path());
        InputStream watched = showsProgress ? new Progress(in, name, size(), console.err()) : in;
        TraceReader trace = Traces.open(watched)) {
      return use.of(trace);
    } catch (MalformedTraceException e) {
      throw new UserDataException(label() + ": " + e.getMessage(), e);
    }
  }

  private Path path() throws IOException {
    Path path = Path.of(name);
    if (Files.isDirectory(path)) {
      throw new UserDataException(name + ": is a directory");
    }
    return path;
  }

  private long size() throws IOException {
    Path path = Path.of(name);
    return !isStandardInput() && Files.isRegularFile(path) ? Files.size(path) : Progress.UNKNOWN;
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
