package dev.loomtrace.gotrace.wire;

import dev.loomtrace.trace.MalformedTraceException;

/**
 * A cursor over the data of one batch that is not of timed events. Every failure names the absolute
 * offset.
 */
public final class BatchBytes {
  private final byte[] bytes;
  private final int end;
  private final long offsetOfStart;
  private final int start;
  private final String context;
  private int position;

  /**
   * The data of a batch.
   *
   * @param bytes where it lies
   * @param start index of its first byte
   * @param length number of its bytes
   * @param offset absolute offset of its first byte in the trace
   * @param context what a failure is said to be in, such as {@code gen 3, thread 7}
   */
  public BatchBytes(byte[] bytes, int start, int length, long offset, String context) {
    this.bytes = bytes;
    this.start = start;
    this.position = start;
    this.end = start + length;
    this.offsetOfStart = offset;
    this.context = context;
  }

  /** Whether bytes are left. */
  public boolean hasMore() {
    return position < end;
  }

  /** Index of the next byte in the array. */
  public int position() {
    return position;
  }

  /** The next byte, 0 to 255. There must be one. */
  public int octet() {
    return bytes[position++] & 0xff;
  }

  /**
   * The next number.
   *
   * @param what what it is, for the message
   */
  public long number(String what) throws MalformedTraceException {
    long value = 0;
    for (int i = 0; i < WireOutput.MAX_NUMBER_SIZE; i++) {
      if (position == end) {
        throw fault("found the end of the batch in " + what);
      }
      int b = bytes[position++];
      if (b >= 0) {
        if (i == WireOutput.MAX_NUMBER_SIZE - 1 && b > 1) {
          break;
        }
        return value | ((long) b << (7 * i));
      }
      value |= (long) (b & 0x7f) << (7 * i);
    }
    throw fault("found a number of more than 64 bits as " + what);
  }

  /**
   * Steps over bytes.
   *
   * @param length how many; not negative
   */
  public void skip(int length, String what) throws MalformedTraceException {
    if (length > end - position) {
      throw fault("found " + (end - position) + " bytes of " + what + ", expected " + length);
    }
    position += length;
  }

  /** A failure at the next byte. */
  public MalformedTraceException fault(String problem) {
    return MalformedTraceException.at(offsetOfStart + (position - start), context, problem);
  }
}
