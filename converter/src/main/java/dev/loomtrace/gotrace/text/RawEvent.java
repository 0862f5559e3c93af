package dev.loomtrace.gotrace.text;

import dev.loomtrace.gotrace.wire.WireOutput;
import dev.loomtrace.gotrace.wire.WireType;
import java.util.Arrays;
import java.util.Objects;

/**
 * One event as it is in the file: its type, its numbers, and the bytes that some types have. Not
 * put in order, not judged. A source of raw events has one of these and fills it again and again.
 */
public final class RawEvent {
  /** Begins the comment of widths. */
  static final String WIDTH_COMMENT = "# width";

  private static final String[] FRAME_FIELDS = {"pc", "func", "file", "line"};

  private WireType type = WireType.NONE;
  private int code;
  private long[] numbers = new long[8];
  private int count;
  private byte[] data = {};
  private int dataLength;

  // Numbers that were written in more bytes than they need: Go's runtime reserves ten for the size
  // of a batch before it knows it. By place among the numbers; data's length comes after the last.
  private int[] widePlaces = new int[2];
  private int[] widths = new int[2];
  private int wide;

  RawEvent() {}

  /** The type; {@link WireType#NONE} for a code that has none. */
  public WireType type() {
    return type;
  }

  /** The byte that announced it, 1 to 255. */
  public int code() {
    return code;
  }

  /** Number of numbers: the arguments, and of a stack four for each frame. */
  public int count() {
    return count;
  }

  /**
   * One of the numbers, unsigned.
   *
   * @param i from 0 to {@link #count} - 1
   */
  public long number(int i) {
    return numbers[Objects.checkIndex(i, count)];
  }

  /** A copy of the bytes; empty if the type has none. */
  public byte[] data() {
    return Arrays.copyOf(data, dataLength);
  }

  /** Number of bytes that it takes in a file, if its numbers are written in the fewest bytes. */
  public long encodedSize() {
    long size = 1;
    for (int i = 0; i < count; i++) {
      size += WireOutput.sizeOf(numbers[i]);
    }
    return type.hasData() ? size + WireOutput.sizeOf(dataLength) + dataLength : size;
  }

  /** Appends the text that Go prints of it, without a line feed at the end. */
  public void appendTo(TextBuffer text) {
    appendTo(text, false);
  }

  /**
   * Appends its text, without a line feed at the end.
   *
   * @param exactly whether a comment on its first line tells of numbers that have more bytes than
   *     they need: <code># width 3=10</code> of the fourth number in ten bytes
   */
  public void appendTo(TextBuffer text, boolean exactly) {
    text.raw(name(code));
    int arguments = type.arguments().size();
    for (int i = 0; i < arguments; i++) {
      text.octet(' ').raw(type.arguments().get(i)).octet('=').unsigned(numbers[i]);
    }
    if (exactly && wide > 0) {
      text.octet(' ').raw(WIDTH_COMMENT);
      for (int i = 0; i < wide; i++) {
        text.octet(' ').number(widePlaces[i]).octet('=').number(widths[i]);
      }
    }
    for (int i = arguments; i < count; i++) {
      int field = (i - arguments) % FRAME_FIELDS.length;
      text.raw(field == 0 ? "\n\t" : " ");
      text.raw(FRAME_FIELDS[field]).octet('=').unsigned(numbers[i]);
    }
    if (dataLength > 0) {
      // Go leaves the line out where there are no bytes.
      text.raw("\n\tdata=").quoted(data, dataLength);
    }
  }

  /** Appends its bytes. */
  public void appendTo(WireOutput bytes) {
    bytes.octet(code);
    int nextWide = 0;
    for (int i = 0; i < count; i++) {
      if (nextWide < wide && widePlaces[nextWide] == i) {
        bytes.number(numbers[i], widths[nextWide++]);
      } else {
        bytes.number(numbers[i]);
      }
    }
    if (type.hasData()) {
      bytes.number(dataLength, nextWide < wide ? widths[nextWide] : 1);
      bytes.bytes(data, dataLength);
    }
  }

  /** The name of a code as Go prints it; empty for one that has no type. */
  static String name(int code) {
    return code == 0 ? "" : WireType.ofCode(code).map(WireType::text).orElse("");
  }

  // Filling.

  void begin(int newCode) {
    code = newCode;
    type = WireType.ofCode(newCode).orElse(WireType.NONE);
    count = 0;
    dataLength = 0;
    wide = 0;
  }

  /** Tells in how many bytes a number is written; places in ascending order. */
  void width(int place, int bytes) {
    if (wide == widths.length) {
      widePlaces = Arrays.copyOf(widePlaces, wide * 2);
      widths = Arrays.copyOf(widths, wide * 2);
    }
    widePlaces[wide] = place;
    widths[wide] = bytes;
    wide++;
  }

  /** The place of the last width told; -1 if there is none. */
  int lastWidePlace() {
    return wide == 0 ? -1 : widePlaces[wide - 1];
  }

  void add(long number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, count * 2);
    }
    numbers[count++] = number;
  }

  /** Room for as many bytes more; {@link #addedData} tells how many were put there. */
  byte[] dataRoom(int more) {
    if (data.length - dataLength < more) {
      data = Arrays.copyOf(data, Math.max(data.length * 2, dataLength + more));
    }
    return data;
  }

  int dataLength() {
    return dataLength;
  }

  void addedData(int more) {
    dataLength += more;
  }

  static String[] frameFields() {
    return FRAME_FIELDS.clone();
  }
}
