package dev.loomtrace.report;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Keeps from a terminal what could steer it, in text whose lines others have made: help, JSON, the
 * text of Go's tools. Line feeds are let through. For a single thread.
 */
public final class VisibleWriter extends FilterWriter {
  /** What text is made of beside what is visible. */
  public enum Form {
    /** Nothing. */
    PLAIN,
    /** Colours (the sequences of ECMA-48 that end in {@code m}). */
    COLORED,
    /** Tabulators. */
    TABBED,
    /** JSON: escapes stand for what they replace, and what is half a character for U+FFFD. */
    JSON
  }

  private static final char ESCAPE = '\u001b';
  private static final int REPLACEMENT = 0xFFFD;

  private final Form form;
  private final StringBuilder made = new StringBuilder();

  // The first half of a code point whose second half has not come yet, or 0.
  private char high;

  /**
   * Writes to another writer.
   *
   * @param form what it lets through
   */
  public VisibleWriter(Writer out, Form form) {
    super(out);
    this.form = form;
  }

  @Override
  public void write(int c) throws IOException {
    write(new char[] {(char) c}, 0, 1);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    write(text.toCharArray(), offset, length);
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    int end = offset + length;
    int plain = offset;
    while (high == 0 && plain < end && isPlain(text[plain])) {
      plain++;
    }
    out.write(text, offset, plain - offset);
    for (int i = plain; i < end; i++) {
      int sequence = form == Form.COLORED ? colorEnd(text, i, end) : i;
      if (sequence > i) {
        made.append(text, i, sequence - i);
        i = sequence - 1;
      } else {
        add(text[i]);
      }
    }
    out.append(made);
    made.setLength(0);
  }

  private boolean isPlain(char c) {
    return (c >= ' ' && c <= '~') || c == '\n' || (c == '\t' && form == Form.TABBED);
  }

  private void add(char c) {
    if (high != 0 && Character.isLowSurrogate(c)) {
      addCodePoint(Character.toCodePoint(high, c));
      high = 0;
      return;
    }
    addHalf();
    if (Character.isHighSurrogate(c)) {
      high = c;
    } else if (isPlain(c)) {
      made.append(c);
    } else {
      addCodePoint(c);
    }
  }

  private void addHalf() {
    if (high != 0) {
      addCodePoint(high);
      high = 0;
    }
  }

  private void addCodePoint(int c) {
    if (!Visible.isHarmful(c)) {
      made.appendCodePoint(c);
    } else if (form == Form.JSON && Character.getType(c) == Character.SURROGATE) {
      made.appendCodePoint(REPLACEMENT);
    } else {
      Visible.escape(c, made);
    }
  }

  /** Where the colour that starts there ends; the start if there is none. */
  private static int colorEnd(char[] text, int begin, int end) {
    if (text[begin] != ESCAPE || begin + 1 == end || text[begin + 1] != '[') {
      return begin;
    }
    int at = begin + 2;
    while (at < end && ((text[at] >= '0' && text[at] <= '9') || text[at] == ';')) {
      at++;
    }
    return at < end && text[at] == 'm' ? at + 1 : begin;
  }

  @Override
  public void close() throws IOException {
    addHalf();
    out.append(made);
    made.setLength(0);
    super.close();
  }
}
