package dev.loomtrace.tool;

import java.io.IOException;

/**
 * Lines for people. This is the only way to write some, so that whatever comes from a file or an
 * argument appears in its line, visible and harmless, without a command's doing anything for it.
 */
final class Text {
  /** As many columns as a line takes. */
  static final int UNLIMITED = Integer.MAX_VALUE;

  // A line that is longer has a name in it that nobody shortened.
  private static final int LINE = 500;

  private final Appendable out;
  private final int columns;

  /**
   * Lines that go there.
   *
   * @param columns width for tables to fit in, or {@link #UNLIMITED}
   */
  Text(Appendable out, int columns) {
    this.out = out;
    this.columns = columns;
  }

  /** Writes a line. Whatever its text holds, it is one line. */
  void line(String text) throws IOException {
    out.append(Visible.shorten(Visible.line(text), LINE)).append('\n');
  }

  /** Writes an empty line. */
  void line() throws IOException {
    out.append('\n');
  }

  /** The width for tables to fit in. */
  int columns() {
    return columns;
  }
}
