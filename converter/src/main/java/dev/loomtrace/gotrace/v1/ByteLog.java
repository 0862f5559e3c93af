package dev.loomtrace.gotrace.v1;

import java.util.Arrays;

/** Small numbers in a row, a byte each if less than 128; written once, read from the start. */
final class ByteLog {
  private static final int PAGE_SIZE = 1 << 16;

  private byte[][] pages = new byte[4][];
  private int page = -1;
  private int position = PAGE_SIZE;
  private long size;

  /** Adds a number. */
  void add(int number) {
    int rest = number;
    while (rest > 0x7f) {
      octet(rest | 0x80);
      rest >>>= 7;
    }
    octet(rest);
    size++;
  }

  private void octet(int value) {
    if (position == PAGE_SIZE) {
      page++;
      if (page == pages.length) {
        pages = Arrays.copyOf(pages, page * 2);
      }
      if (pages[page] == null) {
        pages[page] = new byte[PAGE_SIZE];
      }
      position = 0;
    }
    pages[page][position++] = (byte) value;
  }

  /** How many numbers there are. */
  long size() {
    return size;
  }

  /** Goes back to the first number, to read; nothing is added afterwards. */
  void rewind() {
    page = -1;
    position = PAGE_SIZE;
  }

  /** The next number. */
  int next() {
    int value = 0;
    int shift = 0;
    while (true) {
      if (position == PAGE_SIZE) {
        page++;
        position = 0;
      }
      byte b = pages[page][position++];
      value |= (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
      shift += 7;
    }
  }
}
