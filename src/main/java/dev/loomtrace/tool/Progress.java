package dev.loomtrace.tool;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An input that shows how much of it has been read. */
final class Progress extends FilterInputStream {
  /** For an input of unknown size. */
  static final long UNKNOWN = -1;

  private final ProgressLine line;
  private boolean closed;

  Progress(InputStream in, String name, long size, Console console) {
    super(in);
    line = new ProgressLine(name, size, console);
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    if (b >= 0) {
      line.stepBy(1);
    }
    return b;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = super.read(bytes, offset, length);
    if (count > 0) {
      line.stepBy(count);
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      line.close();
      super.close();
    }
  }
}
