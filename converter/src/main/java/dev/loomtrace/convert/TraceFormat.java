package dev.loomtrace.convert;

import dev.loomtrace.trace.MalformedTraceException;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Formats of traces. */
public enum TraceFormat {
  /** A recording of JDK Flight Recorder. */
  JFR(new byte[] {'F', 'L', 'R', 0}),
  /** An execution trace of Go. */
  GO("go 1.".getBytes(StandardCharsets.US_ASCII));

  static final int LONGEST_MAGIC = 5;

  private final byte[] magic;

  TraceFormat(byte[] magic) {
    this.magic = magic;
  }

  private boolean begins(byte[] head) {
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }

  /** The format of what a stream holds; the stream is left at its start. */
  static TraceFormat of(PushbackInputStream in) throws IOException {
    byte[] head = in.readNBytes(LONGEST_MAGIC);
    in.unread(head);
    for (TraceFormat format : values()) {
      if (format.begins(head)) {
        return format;
      }
    }
    String found = head.length == 0 ? "nothing" : printable(head);
    throw MalformedTraceException.at(
        0, "", "found " + found + ", expected a JFR recording (FLR) or a Go trace (go 1.)");
  }

  private static String printable(byte[] head) {
    StringBuilder text = new StringBuilder("\"");
    for (byte b : head) {
      if (b >= ' ' && b < 0x7f) {
        text.append((char) b);
      } else {
        text.append(String.format("\\x%02x", b & 0xff));
      }
    }
    return text.append('"').toString();
  }
}
