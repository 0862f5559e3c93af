package dev.loomtrace.recorder;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** A stream that takes no more than so many bytes. */
final class Bounded extends FilterOutputStream {
  private final long most;
  private long left;

  Bounded(OutputStream out, long most) {
    super(out);
    this.most = most;
    this.left = most;
  }

  @Override
  public void write(int octet) throws IOException {
    take(1);
    out.write(octet);
  }

  @Override
  public void write(byte[] octets, int from, int count) throws IOException {
    take(count);
    out.write(octets, from, count);
  }

  private void take(long count) throws IOException {
    if (count > left) {
      throw new IOException("the dump is larger than there is room for in its folder, " + most);
    }
    left -= count;
  }
}
