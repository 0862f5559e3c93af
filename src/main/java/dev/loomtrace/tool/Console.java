package dev.loomtrace.tool;

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
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** Where a command reads from and writes to. Text is UTF-8, whatever the locale: it is data. */
final class Console {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final OutputStream data;
  private final Writer out;
  private final PrintStream err;
  private final String command;
  private final boolean colors;
  private final boolean progress;

  /**
   * A console over these streams.
   *
   * @param command how the program was called
   * @param colors whether output may be coloured
   * @param progress whether {@code err} is watched, so that progress may be shown there
   */
  Console(
      InputStream in,
      OutputStream out,
      OutputStream err,
      String command,
      boolean colors,
      boolean progress) {
    this.in = in;
    this.data = new BufferedOutputStream(new Output(out), BUFFER_BYTES);
    this.out = new BufferedWriter(new OutputStreamWriter(data, StandardCharsets.UTF_8));
    this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
    this.command = command;
    this.colors = colors;
    this.progress = progress;
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
        // Java has no better sign of it than the system's own words: "Broken pipe" (Unix), "The
        // pipe is being closed" (Windows).
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        throw message.contains("pipe") ? new ClosedOutputException(e) : e;
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

  /** The standard output, for text. */
  Writer out() {
    return out;
  }

  /** The standard output, for bytes; not to be mixed with {@link #out} unless that is flushed. */
  OutputStream data() {
    return data;
  }

  /** The standard error, for more than a line. */
  PrintStream err() {
    return err;
  }

  /** The standard error, as picocli wants it. */
  PrintWriter errWriter() {
    return new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
  }

  /** Says something to whoever runs the command, on the standard error. */
  void say(String line) {
    err.println("loomtrace: " + line);
  }

  /** Whether output may be coloured. */
  Ansi ansi() {
    return colors ? Ansi.ON : Ansi.OFF;
  }

  /** Whether someone watches the standard error. */
  boolean showsProgress() {
    return progress;
  }

  /** How this program was called, for advice that can be copied. */
  String command() {
    return command;
  }

  /** Writes out what is in buffers. */
  void flush() throws IOException {
    out.flush();
    data.flush();
    err.flush();
  }
}
