package dev.loomtrace.tool;

import dev.loomtrace.report.Answer;
import dev.loomtrace.report.Coverage;
import dev.loomtrace.report.EventJson;
import dev.loomtrace.report.Text;
import dev.loomtrace.report.Visible;
import dev.loomtrace.report.VisibleWriter;
import java.io.BufferedOutputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;

/**
 * Where a command reads from and writes to. Text is UTF-8, whatever the locale: it is data.
 *
 * <p>Nothing here gives out a stream that writes raw text to a terminal: lines for people go
 * through {@link Text}, JSON through {@link Answer}, everything else through {@link VisibleWriter}.
 * Only what is data and goes to a file or a pipe is left alone.
 */
final class Console {
  private static final int BUFFER_BYTES = 1 << 16;

  // Of what is said on the standard error.
  private static final String PREFIX = "loomtrace: ";

  private final InputStream in;
  private final OutputStream data;
  private final OutputStream bytes;
  private final Writer writer;
  private final Text out;
  private final PrintStream stderr;
  private final Text err;
  private final String command;
  private final Screen screen;

  /**
   * A console over these streams.
   *
   * @param command how the program was called
   */
  Console(InputStream in, OutputStream out, OutputStream err, String command, Screen screen) {
    this.in = in;
    this.bytes = new BufferedOutputStream(new Output(out), BUFFER_BYTES);
    this.writer = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
    this.out = new Text(writer, screen.columns());
    this.data =
        screen.out()
            ? new DecodingStream(new VisibleWriter(writer, VisibleWriter.Form.TABBED))
            : bytes;
    this.stderr = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.err = new Text(stderr, screen.columns());
    this.command = command;
    this.screen = screen;
  }

  /** The standard output was closed by whoever read it, who wants no more. */
  static final class ClosedOutputException extends IOException {
    private static final long serialVersionUID = 1L;

    private ClosedOutputException(IOException cause) {
      super(cause);
    }
  }

  /** Tells a reader that went away from a failure. */
  private static final class Output extends OutputStream {
    private final OutputStream out;

    private Output(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        // Java has no better sign of it than the system's message: "Broken pipe" (Unix), "The
        // pipe is being closed" (Windows).
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        throw message.contains("pipe")
            ? new ClosedOutputException(e)
            : new UserDataException("standard output: " + e.getMessage(), e);
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }
  }

  /** The standard input. */
  InputStream in() {
    return in;
  }

  /** The standard output, for lines that people read. */
  Text out() {
    return out;
  }

  /** The standard output, for events as lines of JSON. */
  EventJson events() throws IOException {
    return new EventJson(writer);
  }

  /**
   * Shows an answer on the standard output, and on the standard error what must be known about it.
   *
   * @return the exit code
   */
  int show(Answer answer, boolean json) throws IOException {
    if (json) {
      answer.document(writer);
    } else {
      answer.text(answer.isEmpty() ? err.prefixed(PREFIX) : out);
    }
    conclude(answer.remarks());
    return answer.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  /**
   * Says what must be known about what was written.
   *
   * @return the exit code
   */
  int conclude(Coverage coverage) throws IOException {
    conclude(coverage.remarks());
    return coverage.fault().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private void conclude(List<String> remarks) throws IOException {
    if (!remarks.isEmpty()) {
      flush();
      remarks.forEach(this::say);
    }
  }

  /**
   * The standard output, for data that is exact to the byte; if it is a terminal, text whose
   * harmful characters are escaped. Not to be mixed with {@link #out} unless that is flushed.
   */
  OutputStream data() {
    return data;
  }

  /** Whether the standard output is a terminal. */
  boolean isTerminal() {
    return screen.out();
  }

  /** The standard output, as picocli wants it. */
  PrintWriter helpWriter() {
    return new PrintWriter(
        new VisibleWriter(
            writer, screen.colors() ? VisibleWriter.Form.COLORED : VisibleWriter.Form.PLAIN));
  }

  /** The standard error, as picocli wants it. */
  PrintWriter errWriter() {
    return new PrintWriter(
        new VisibleWriter(
            new OutputStreamWriter(stderr, StandardCharsets.UTF_8), VisibleWriter.Form.PLAIN),
        true);
  }

  /** Says something to whoever runs the command, on the standard error. */
  void say(String line) {
    complain(PREFIX + line);
  }

  /** Writes a line to the standard error as it is. */
  void complain(String line) {
    try {
      err.line(line);
      stderr.flush();
    } catch (IOException e) {
      throw new AssertionError("a PrintStream does not throw", e);
    }
  }

  /** Prints where something failed. */
  void trace(Throwable failure) {
    // It prints each line as an object: messages can have no lines of their own.
    failure.printStackTrace(
        new PrintWriter(stderr, true) {
          @Override
          public void println(Object line) {
            complain(line.toString().replace("\t", "    "));
          }
        });
  }

  /** Overwrites the last line of the standard error with this one, for a terminal. */
  void overwrite(String line) {
    stderr.print("\r" + Visible.line(line));
    stderr.flush();
  }

  /** Removes the line that {@link #overwrite} wrote, of so many columns. */
  void erase(int columns) {
    stderr.print("\r" + " ".repeat(columns) + "\r");
    stderr.flush();
  }

  /** Whether output may be coloured. */
  Ansi ansi() {
    return screen.colors() ? Ansi.ON : Ansi.OFF;
  }

  /** Whether someone watches the standard error. */
  boolean showsProgress() {
    return screen.err();
  }

  /** How this program was called, for advice that can be copied. */
  String command() {
    return command;
  }

  /** Writes out what is in buffers. */
  void flush() throws IOException {
    data.flush();
    writer.flush();
    bytes.flush();
    stderr.flush();
  }
}
