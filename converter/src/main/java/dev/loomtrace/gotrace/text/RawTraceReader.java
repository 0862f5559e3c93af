package dev.loomtrace.gotrace.text;

import dev.loomtrace.gotrace.wire.GoVersion;
import dev.loomtrace.gotrace.wire.WireInput;
import dev.loomtrace.gotrace.wire.WireOutput;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.MalformedTraceException;
import dev.loomtrace.trace.UnsupportedTraceException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Raw events of a trace. Knows the form of each event and nothing of how events belong together, so
 * it reads much that is no legal trace.
 */
public final class RawTraceReader implements RawSource {
  private static final int FIELDS_OF_FRAME = 4;
  private static final int PIECE = 1 << 12;

  private final WireInput in;
  private final GoVersion version;
  private final int codes;
  private final RawEvent event = new RawEvent();
  private long start;

  private RawTraceReader(WireInput in, GoVersion version) {
    this.in = in;
    this.version = version;
    this.codes = version.codes();
  }

  /**
   * Opens a trace.
   *
   * @param in the trace; closed with the reader, or if this method throws
   * @throws UnsupportedTraceException if it is of a version before 1.22, which has no raw form, or
   *     of one that is not known
   * @throws MalformedTraceException if it is no Go trace
   * @throws IOException if the input cannot be read
   */
  public static RawTraceReader open(InputStream in) throws IOException {
    WireInput wire = new WireInput(in);
    try {
      GoVersion version = GoVersion.readHeader(wire);
      if (version.isV1()) {
        throw new UnsupportedTraceException(
            0,
            "found a trace of version go 1."
                + version.minor()
                + "; traces before 1.22 have no raw form");
      }
      return new RawTraceReader(wire, version);
    } catch (IOException | RuntimeException e) {
      try (wire) {
        throw e;
      }
    }
  }

  @Override
  public GoVersion version() {
    return version;
  }

  @Override
  public RawEvent event() {
    return event;
  }

  /** Number of bytes read so far. */
  public long offset() {
    return in.offset();
  }

  @Override
  public boolean next() throws IOException {
    start = in.offset();
    int code = in.octet();
    if (code < 0) {
      return false;
    }
    event.begin(code);
    if (code == 0 || code >= codes) {
      throw fault("found event type " + code + ", expected 1 to " + (codes - 1));
    }
    WireType type = event.type();
    for (int i = 0; i < type.arguments().size(); i++) {
      event.add(number(type.arguments().get(i)));
    }
    if (type.hasFrames()) {
      // No room is made for the number that the event names: what is not there is not read.
      long frames = event.number(event.count() - 1);
      for (long i = 0; i < frames; i++) {
        for (int field = 0; field < FIELDS_OF_FRAME; field++) {
          event.add(number("a frame"));
        }
      }
    }
    if (type.hasData()) {
      readData(number("size"));
    }
    return true;
  }

  private void readData(long length) throws IOException {
    long left = length;
    while (left > 0) {
      int piece = (int) Math.min(left, PIECE);
      byte[] room = event.dataRoom(piece);
      int count = in.read(room, event.dataLength(), piece);
      event.addedData(count);
      left -= count;
      if (count < piece) {
        throw fault(
            "found " + event.dataLength() + " bytes, expected " + Long.toUnsignedString(length));
      }
    }
  }

  private long number(String what) throws IOException {
    if (!in.readNumber()) {
      throw fault("found " + in.found() + ", expected " + what);
    }
    long number = in.number();
    if (in.width() != WireOutput.sizeOf(number)) {
      event.width(event.count(), in.width());
    }
    return number;
  }

  private MalformedTraceException fault(String problem) {
    return MalformedTraceException.at(start, RawEvent.name(event.code()), problem);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
