package dev.loomtrace.jfr.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Parts of a file, one after the other. */
final class FileParts extends InputStream {
  private final FileChannel file;
  private final long[] begins;
  private final long[] ends;
  private int part;
  private long position;

  /** The parts between these places; closes the file with itself. */
  FileParts(FileChannel file, long[] begins, long[] ends) {
    this.file = file;
    this.begins = begins;
    this.ends = ends;
    position = begins[0];
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (position >= ends[part]) {
      if (part + 1 == begins.length) {
        return -1;
      }
      part++;
      position = begins[part];
    }
    int most = (int) Math.min(length, ends[part] - position);
    int read = file.read(ByteBuffer.wrap(bytes, offset, most), position);
    position += Math.max(0, read);
    file.position(position); // Progress is read from there.
    return read;
  }

  @Override
  public int available() {
    long left = Math.max(0, ends[part] - position);
    for (int i = part + 1; i < begins.length; i++) {
      left += ends[i] - begins[i];
    }
    return (int) Math.min(Integer.MAX_VALUE, left);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
