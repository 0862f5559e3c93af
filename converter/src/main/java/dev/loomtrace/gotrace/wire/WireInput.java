package dev.loomtrace.gotrace.wire;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes and Go's variable-length numbers from a stream, with their offset in it. Not safe for use
 * by several threads.
 */
public final class WireInput implements Closeable {
  private static final int BUFFER_SIZE = 1 << 16;

  /** Why the last {@link #readNumber} failed. */
  private enum Failure {
    NONE(""),
    AT_END("the end of the trace"),
    CUT("the end of the trace within a number"),
    TOO_LONG("a number of more than 64 bits");

    private final String found;

    Failure(String found) {
      this.found = found;
    }
  }

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_SIZE];
  private int position;
  private int limit;
  private long bufferOffset;
  private long number;
  private int width;
  private Failure failure = Failure.NONE;

  /** Reads a stream, whose first byte has offset 0; it is closed with this input. */
  public WireInput(InputStream in) {
    this.in = in;
  }

  /** Offset of the next byte. */
  public long offset() {
    return bufferOffset + position;
  }

  /** The next byte, 0 to 255; -1 at the end. */
  public int octet() throws IOException {
    if (position == limit && !fill()) {
      return -1;
    }
    return buffer[position++] & 0xff;
  }

  /**
   * Reads the next number, which {@link #number} then returns.
   *
   * @return false if there is none; {@link #found} says what there is
   */
  public boolean readNumber() throws IOException {
    long value = 0;
    for (int i = 0; i < WireOutput.MAX_NUMBER_SIZE; i++) {
      int b = octet();
      if (b < 0) {
        failure = i == 0 ? Failure.AT_END : Failure.CUT;
        return false;
      }
      if (b < 0x80) {
        if (i == WireOutput.MAX_NUMBER_SIZE - 1 && b > 1) {
          break;
        }
        number = value | ((long) b << (7 * i));
        width = i + 1;
        return true;
      }
      value |= (long) (b & 0x7f) << (7 * i);
    }
    failure = Failure.TOO_LONG;
    return false;
  }

  /** The number read last. */
  public long number() {
    return number;
  }

  /** Number of bytes that it had. */
  public int width() {
    return width;
  }

  /** What was found in place of a number, when {@link #readNumber} failed. */
  public String found() {
    return failure.found;
  }

  /**
   * Reads bytes until there are enough or the input ends.
   *
   * @return how many were read
   */
  public int read(byte[] target, int offset, int length) throws IOException {
    int done = Math.min(length, limit - position);
    System.arraycopy(buffer, position, target, offset, done);
    position += done;
    if (done < length) {
      // Past the buffer, so that a large batch is not copied twice.
      bufferOffset += limit;
      position = 0;
      limit = 0;
      int more = in.readNBytes(target, offset + done, length - done);
      bufferOffset += more;
      done += more;
    }
    return done;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean fill() throws IOException {
    bufferOffset += limit;
    position = 0;
    limit = 0;
    int count = in.read(buffer, 0, BUFFER_SIZE);
    while (count == 0) {
      count = in.read(buffer, 0, BUFFER_SIZE);
    }
    if (count < 0) {
      return false;
    }
    limit = count;
    return true;
  }
}
