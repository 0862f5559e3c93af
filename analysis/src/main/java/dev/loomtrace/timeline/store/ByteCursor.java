package dev.loomtrace.timeline.store;

/** Reads what {@link Bytes} writes. */
final class ByteCursor {
  private byte[] array = {};
  private int position;

  void reset(byte[] newArray, int newPosition) {
    array = newArray;
    position = newPosition;
  }

  int position() {
    return position;
  }

  void skip(int bytes) {
    position += bytes;
  }

  int octet() {
    return array[position++] & 0xff;
  }

  long number() {
    byte b = array[position++];
    if (b >= 0) {
      return b;
    }
    long value = b & 0x7f;
    int shift = 7;
    do {
      b = array[position++];
      value |= (long) (b & 0x7f) << shift;
      shift += 7;
    } while (b < 0);
    return value;
  }

  long signed() {
    return signed(number());
  }

  /** What {@link #signed()} makes of a number. */
  static long signed(long number) {
    return (number >>> 1) ^ -(number & 1);
  }

  long int64() {
    long value = LittleEndian.getLong(array, position);
    position += 8;
    return value;
  }
}
