package dev.loomtrace.tool;

import dev.loomtrace.analysis.PathUnit;
import dev.loomtrace.analysis.StoredTasks;
import dev.loomtrace.question.NoSuchUnitException;
import dev.loomtrace.question.ProfileQuestion;
import dev.loomtrace.question.Question;
import dev.loomtrace.question.TaskUnits;
import dev.loomtrace.question.TraceSource;
import dev.loomtrace.report.Answer;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.trace.EventSink;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The trace of the command line, for a question. Of what can be read only once, such as a pipe, the
 * bytes are kept in a temporary file if the question has to look back.
 */
final class AskedTrace implements TraceSource, Closeable {
  private final TraceFile file;
  private final Console console;
  private final Optional<Path> copy;

  /**
   * Asks a question of a trace, and shows how far it has been read to whoever watches.
   *
   * @throws UserDataException if the trace has not what is asked for, or cannot be read
   */
  static <A extends Answer> A ask(TraceFile file, Console console, Question<A> question)
      throws IOException {
    return asked(file, console, question.looksBack(), question::ask);
  }

  /** Asks for a profile in the same way. */
  static ProfileQuestion.Profile ask(TraceFile file, Console console, ProfileQuestion question)
      throws IOException {
    return asked(file, console, false, question::ask);
  }

  /**
   * Finds out whose states were those of its tasks.
   *
   * @param stored the tasks of its store
   */
  static List<PathUnit> tasks(TraceFile file, StoredTasks stored, Console console)
      throws IOException {
    return asked(file, console, false, trace -> TaskUnits.all(stored, trace));
  }

  private interface Asking<R> {
    R of(TraceSource trace) throws IOException;
  }

  private static <R> R asked(TraceFile file, Console console, boolean again, Asking<R> asking)
      throws IOException {
    try (AskedTrace trace = new AskedTrace(file, console, again)) {
      return asking.of(trace);
    } catch (NoSuchUnitException e) {
      e.remarks().forEach(console::say);
      throw new UserDataException(file.label() + ": " + e.getMessage(), e);
    }
  }

  /**
   * A trace that is about to be read.
   *
   * @param again whether it has to be read a second time
   */
  private AskedTrace(TraceFile file, Console console, boolean again) throws IOException {
    this.file = file;
    this.console = console;
    copy =
        !again || file.isRepeatable()
            ? Optional.empty()
            : Optional.of(Files.createTempDirectory("loomtrace").resolve("input"));
    // Also where a signal ends the program; the folder is deleted last.
    copy.ifPresent(path -> path.getParent().toFile().deleteOnExit());
    copy.ifPresent(path -> path.toFile().deleteOnExit());
  }

  @Override
  public String label() {
    return file.label();
  }

  @Override
  public Coverage read(EventSink... sinks) throws IOException {
    if (copy.isEmpty()) {
      return file.read(console, sinks);
    }
    try (OutputStream out = Files.newOutputStream(copy.get())) {
      return file.readThrough(in -> new Copying(in, out), console, sinks);
    }
  }

  @Override
  public void readAgain(BooleanSupplier enough, EventSink sink) throws IOException {
    if (copy.isPresent()) {
      new TraceFile(copy.get().toString()).readCopyUntil(console, enough, sink);
    } else {
      file.readUntil(console, enough, sink);
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

  @Override
  public void close() throws IOException {
    if (copy.isPresent()) {
      Files.deleteIfExists(copy.get());
      Files.deleteIfExists(copy.get().getParent());
    }
  }
}
