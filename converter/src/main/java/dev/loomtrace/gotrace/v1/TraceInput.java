package dev.loomtrace.gotrace.v1;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.gotrace.wire.WireInput;
import dev.loomtrace.trace.MalformedTraceException;
import java.io.IOException;

/**
 * The bytes of a trace in order, with a window on those of the current event. Not bigger than the
 * greatest event, however long the trace is.
 */
final class TraceInput {
  private static final int LEAST = 1 << 16;
  private static final int MAX_VARINT = 10;

  private final WireInput in;
  private byte[] window = new byte[LEAST];
  private long windowOffset;
  private int eventStart;
  private int position;
  private int limit;
  private boolean ended;

  // What the current event is, for messages only: put together when there is one.
  private boolean inBatch;
  private int pid;
  private String type = "";

  /** Reads the rest of an input. */
  TraceInput(WireInput in) {
    this.in = in;
    this.windowOffset = in.offset();
  }

  /** Begins an event here, unless the input ends. Lets go of the bytes of the event before. */
  boolean beginEvent() throws IOException {
    eventStart = position;
    type = "";
    return available(1);
  }

  /** Says for messages what the current event is. */
  void describe(boolean eventIsInBatch, int itsPid, String itsType) {
    inBatch = eventIsInBatch;
    pid = itsPid;
    type = itsType;
  }

  /** Offset in the trace of the next byte. */
  long offset() {
    return windowOffset + position;
  }

  /** Offset in the trace of the current event. */
  long eventOffset() {
    return windowOffset + eventStart;
  }

  /** How many bytes of the current event were read. */
  int eventLength() {
    return position - eventStart;
  }

  /** Copies the bytes of the current event that were read. */
  void copyEvent(byte[] to, int at) {
    System.arraycopy(window, eventStart, to, at, eventLength());
  }

  int octet() throws IOException {
    require(1, "an event");
    return window[position++] & 0xff;
  }

  /**
   * A number in Go's variable length: seven bits a byte, at most ten bytes.
   *
   * @param what for messages
   */
  long varint(String what) throws IOException {
    long value = 0;
    for (int i = 0; i < MAX_VARINT; i++) {
      if (!available(1)) {
        throw cutOff(what);
      }
      int b = window[position++] & 0xff;
      if (i == MAX_VARINT - 1 && b > 1) {
        break;
      }
      value |= (long) (b & 0x7f) << (7 * i);
      if (b < 0x80) {
        return value;
      }
    }
    throw problem(what + " is a number of more than 64 bits");
  }

  /** Makes sure that so many bytes follow. */
  void require(int count, String what) throws IOException {
    if (!available(count)) {
      throw cutOff(what);
    }
  }

  /** The next bytes as text. */
  String text(int length, String what) throws IOException {
    require(length, what);
    String text = ByteStrings.decode(window, position, length);
    position += length;
    return text;
  }

  /** Passes over bytes of the current event, which remain in the window. */
  void pass(int length, String what) throws IOException {
    require(length, what);
    position += length;
  }

  /**
   * Passes over any number of bytes without keeping them; nothing of the current event is kept.
   *
   * @param length unsigned
   */
  void skip(long length, String what) throws IOException {
    long rest = length;
    while (rest != 0) {
      eventStart = position;
      if (!available(1)) {
        throw cutOff(what);
      }
      int here = limit - position;
      int step = Long.compareUnsigned(rest, here) < 0 ? (int) rest : here;
      position += step;
      rest -= step;
    }
  }

  /** A fault of the current event, found at its current byte. */
  MalformedTraceException problem(String problem) {
    return MalformedTraceException.at(offset(), context(), problem);
  }

  private MalformedTraceException cutOff(String what) {
    long end = windowOffset + limit;
    return MalformedTraceException.at(end, context(), "the trace ends within " + what);
  }

  private String context() {
    return type.isEmpty() || !inBatch ? type : "P " + pid + ", " + type;
  }

  private boolean available(int count) throws IOException {
    while (limit - position < count) {
      if (ended || !fill(count)) {
        return false;
      }
    }
    return true;
  }

  private boolean fill(int count) throws IOException {
    if (window.length - position < count) {
      int kept = limit - eventStart;
      int needed = position - eventStart + count;
      byte[] source = window;
      if (needed > window.length) {
        window = new byte[Math.max(needed, 2 * window.length)];
      }
      System.arraycopy(source, eventStart, window, 0, kept);
      windowOffset += eventStart;
      position -= eventStart;
      limit = kept;
      eventStart = 0;
    }
    int read = in.read(window, limit, window.length - limit);
    if (read == 0) {
      ended = true;
      return false;
    }
    limit += read;
    return true;
  }
}
