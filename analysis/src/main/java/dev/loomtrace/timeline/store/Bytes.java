package dev.loomtrace.timeline.store;

import java.util.Arrays;

/** Bytes that grow as they are written. */
final class Bytes {
  private byte[] array;
  private int size;

  Bytes(int capacity) {
    array = new byte[capacity];
  }

  int size() {
    return size;
  }

  byte[] array() {
    return array;
  }

  void clear() {
    size = 0;
  }

  private void room(int more) {
    if (array.length - size < more) {
      int least = Math.addExact(size, more);
      array =
          Arrays.copyOf(
              array, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(array.length * 2L, least)));
    }
  }

  void octet(int value) {
    room(1);
    array[size++] = (byte) value;
  }

  /** An unsigned number, seven bits a byte, the lowest first. */
  void number(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  /** A signed number: small ones of either sign are short. */
  void signed(long value) {
    number((value << 1) ^ (value >> 63));
  }

  void int32(int value) {
    room(4);
    LittleEndian.putInt(array, size, value);
    size += 4;
  }

  void int64(long value) {
    room(8);
    LittleEndian.putLong(array, size, value);
    size += 8;
  }

  void append(byte[] source, int length) {
    room(length);
    System.arraycopy(source, 0, array, size, length);
    size += length;
  }

  void append(Bytes other) {
    append(other.array, other.size);
  }
}
