package dev.loomtrace.report;

import java.io.IOException;

/**
 * Lines for people. This is the only way to write some, so that whatever comes from a file or an
 * argument appears in its line, visible and harmless, without its writer's doing anything for it.
 */
public final class Text {
  /** As many columns as a line takes. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  // A longer line has a name in it that was not shortened.
  private static final int LINE = 500;

  private final Appendable out;
  private final int columns;
  private final String prefix;

  /**
   * Lines that go there.
   *
   * @param columns width for tables to fit in, or {@link #UNLIMITED}
   */
  public Text(Appendable out, int columns) {
    this(out, columns, "");
  }

  private Text(Appendable out, int columns, String prefix) {
    this.out = out;
    this.columns = columns;
    this.prefix = prefix;
  }

  /** Lines that go to the same place, each after this prefix. */
  public Text prefixed(String each) {
    return new Text(out, columns, prefix + each);
  }

  /** Writes a line. Whatever its text holds, it is one line. */
  public void line(String text) throws IOException {
    out.append(Visible.shorten(Visible.line(prefix + text), LINE)).append('\n');
  }

  /** Writes an empty line. */
  public void line() throws IOException {
    out.append('\n');
  }

  /** The width for tables to fit in. */
  public int columns() {
    return columns;
  }
}
