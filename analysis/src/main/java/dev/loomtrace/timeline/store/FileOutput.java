package dev.loomtrace.timeline.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Appends to a file, and knows where it is. */
final class FileOutput implements Closeable {
  private static final int BUFFER_SIZE = 1 << 20;

  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);
  private long flushed;

  /** Appends at the channel's position. */
  FileOutput(FileChannel channel) throws IOException {
    this.channel = channel;
    flushed = channel.position();
  }

  FileChannel channel() {
    return channel;
  }

  long position() {
    return flushed + buffer.position();
  }

  void write(byte[] bytes, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int part = Math.min(length - done, buffer.remaining());
      buffer.put(bytes, done, part);
      done += part;
    }
  }

  /** Writes zeros up to a multiple of this power of two. */
  void align(int size) throws IOException {
    byte[] zeros = new byte[size];
    write(zeros, (int) (-position() & (size - 1)));
  }

  /** Leaves a stretch of the file as zeros. */
  void skip(long bytes) throws IOException {
    flush();
    flushed += bytes;
    channel.position(flushed);
  }

  void flush() throws IOException {
    buffer.flip();
    flushed += buffer.remaining();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
