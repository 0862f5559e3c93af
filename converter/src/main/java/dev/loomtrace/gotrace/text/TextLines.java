package dev.loomtrace.gotrace.text;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.trace.MalformedTraceException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** Lines of a raw text, taken apart into words. Empty lines are skipped. */
final class TextLines implements Closeable {
  // The longest line is the data of an experimental batch, four characters a byte at most.
  private static final int MAX_LINE = 1 << 19;
  private static final String DATA = "data";

  private final InputStream in;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private String line = "";
  private int position;
  private int number;
  private long offset;
  private long nextOffset;

  TextLines(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** Moves to the next line that is not empty; false if there is none. */
  boolean next() throws IOException {
    while (read()) {
      if (hasWord()) {
        return true;
      }
    }
    return false;
  }

  /** Offset of the line in the text. */
  long offset() {
    return offset;
  }

  /** The next word; empty if there is none. */
  String word() {
    skipSpace();
    int start = position;
    while (position < line.length() && !isSpace(line.charAt(position)) && !atComment()) {
      position++;
    }
    return line.substring(start, position);
  }

  /** The number in the next word, which must be the argument of this name. */
  long argument(String name) throws MalformedTraceException {
    String word = word();
    int equals = word.indexOf('=');
    if (equals < 0 || !word.substring(0, equals).equals(name)) {
      throw fault("found \"" + word + "\", expected " + name + "=");
    }
    try {
      String digits = word.substring(equals + 1);
      if (digits.startsWith("+")) {
        throw new NumberFormatException();
      }
      return Long.parseUnsignedLong(digits);
    } catch (NumberFormatException e) {
      throw fault("found \"" + word + "\", expected an unsigned number of 64 bits");
    }
  }

  void expectEnd() throws MalformedTraceException {
    if (hasWord()) {
      throw fault("found \"" + word() + "\", expected the end of the line");
    }
  }

  /** The comment after the words that were taken, with its mark; empty if there is none. */
  String comment() {
    return line.substring(position);
  }

  /** Whether the line is of data. */
  boolean isData() {
    int equals = line.indexOf('=');
    return equals >= 0 && line.substring(0, equals).strip().equals(DATA);
  }

  /** The bytes of a line of data. */
  byte[] data() throws MalformedTraceException {
    String quoted = line.substring(line.indexOf('=') + 1).strip();
    try {
      return Unquoting.bytes(quoted);
    } catch (IllegalArgumentException e) {
      throw fault(e.getMessage());
    }
  }

  MalformedTraceException fault(String problem) {
    return MalformedTraceException.at(offset, "line " + number, problem);
  }

  private boolean hasWord() {
    skipSpace();
    return position < line.length() && !atComment();
  }

  private boolean atComment() {
    return line.charAt(position) == '#';
  }

  private void skipSpace() {
    while (position < line.length() && isSpace(line.charAt(position))) {
      position++;
    }
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0;
  }

  private boolean read() throws IOException {
    offset = nextOffset;
    number++;
    bytes.reset();
    position = 0;
    int b = in.read();
    if (b < 0) {
      line = "";
      return false;
    }
    while (b >= 0 && b != '\n') {
      if (bytes.size() == MAX_LINE) {
        throw fault("found a line of more than " + MAX_LINE + " bytes");
      }
      bytes.write(b);
      b = in.read();
    }
    nextOffset += bytes.size() + (b < 0 ? 0 : 1);
    line = ByteStrings.decode(bytes.toByteArray(), 0, bytes.size());
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
