package dev.loomtrace.trace;

import java.io.IOException;

/**
 * The bytes of a trace are not what its format asks for.
 *
 * <p>The message says where, what was found and what was expected, in one lower-case line: {@code
 * offset 0x1a2f (gen 3, thread 7, GoUnblock): stack id 912 is not in the table (1..640)}.
 */
public class MalformedTraceException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Offset of a fault that no single place in the input shows. */
  public static final long NO_OFFSET = -1;

  // What a message quotes from the input may be anything.
  private static final int MAX_LENGTH = 1000;

  private final long offset;

  /**
   * For {@link #at} and subclasses.
   *
   * @param offset absolute offset in the input, or {@link #NO_OFFSET}
   * @param message the whole message
   */
  protected MalformedTraceException(long offset, String message) {
    super(message);
    this.offset = offset;
  }

  /**
   * Describes a fault.
   *
   * @param offset absolute offset in bytes from the start of the input, or {@link #NO_OFFSET}
   * @param context where in the trace's structure, such as {@code gen 3, thread 7}; may be empty
   * @param problem what was found, and what was expected
   */
  public static MalformedTraceException at(long offset, String context, String problem) {
    return new MalformedTraceException(offset, format(offset, context, problem));
  }

  /** The message of a fault, as {@link #at} words it. */
  protected static String format(long offset, String context, String problem) {
    String place = offset == NO_OFFSET ? "" : "offset 0x" + Long.toHexString(offset);
    if (!context.isEmpty()) {
      place += (place.isEmpty() ? "" : " ") + "(" + context + ")";
    }
    return printable(place.isEmpty() ? problem : place + ": " + problem);
  }

  private static String printable(String message) {
    StringBuilder line = new StringBuilder();
    message
        .chars()
        .limit(MAX_LENGTH)
        .forEach(
            c -> {
              if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
                line.append(String.format("\\u%04x", c));
              } else {
                line.append((char) c);
              }
            });
    return message.length() > MAX_LENGTH ? line + "..." : line.toString();
  }

  /** Absolute offset of the fault in the input, in bytes; {@link #NO_OFFSET} if none shows it. */
  public final long offset() {
    return offset;
  }
}
