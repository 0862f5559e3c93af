package dev.loomtrace.gotrace.v2;

import dev.loomtrace.base.ByteStrings;
import dev.loomtrace.base.LongIndex;
import dev.loomtrace.gotrace.wire.BatchBytes;
import dev.loomtrace.gotrace.wire.WireType;
import dev.loomtrace.trace.MalformedTraceException;
import java.util.Arrays;

/**
 * The strings of one generation, decoded when they are asked for. Id 0 is the empty string and not
 * in the table.
 */
final class StringTable {
  private final LongIndex index = new LongIndex();
  private byte[][] bytes = new byte[16][];
  private int[] start = new int[16];
  private int[] length = new int[16];
  private String[] decoded = new String[16];

  /** Forgets all strings. */
  void clear() {
    Arrays.fill(bytes, 0, index.size(), null);
    Arrays.fill(decoded, 0, index.size(), null);
    index.clear();
  }

  /**
   * Adds the strings of a batch. Their bytes stay where they are and must not change.
   *
   * @param array where the batch lies
   * @param batch the batch after its first byte
   */
  void add(byte[] array, BatchBytes batch) throws MalformedTraceException {
    while (batch.hasMore()) {
      int code = batch.octet();
      if (code != WireType.STRING.code()) {
        throw batch.fault("found event type " + code + ", expected String");
      }
      long id = batch.number("a string's id");
      long size = batch.number("a string's size");
      if (Long.compareUnsigned(size, WireType.MAX_STRING_SIZE) > 0) {
        throw batch.fault(
            "found a string of "
                + Long.toUnsignedString(size)
                + " bytes, expected at most "
                + WireType.MAX_STRING_SIZE);
      }
      int position = batch.position();
      batch.skip((int) size, "a string");
      if (id == 0 || !index.add(id)) {
        throw batch.fault("found string id " + Long.toUnsignedString(id) + " a second time");
      }
      put(index.size() - 1, array, position, (int) size);
    }
  }

  private void put(int i, byte[] array, int position, int size) {
    if (i == start.length) {
      int capacity = start.length * 2;
      bytes = Arrays.copyOf(bytes, capacity);
      start = Arrays.copyOf(start, capacity);
      length = Arrays.copyOf(length, capacity);
      decoded = Arrays.copyOf(decoded, capacity);
    }
    bytes[i] = array;
    start[i] = position;
    length[i] = size;
  }

  /** To be called when all strings were added. */
  void compact() {
    index.compact();
  }

  /** Number of strings. */
  int size() {
    return index.size();
  }

  /** Whether there is a string of this id. */
  boolean has(long id) {
    return id == 0 || index.get(id) >= 0;
  }

  /** The index for {@link #get} of an id that is not 0; negative if there is no such string. */
  int indexOf(long id) {
    return index.get(id);
  }

  /** The string of an index; always the same object. */
  String get(int i) {
    String text = decoded[i];
    if (text == null) {
      text = ByteStrings.decode(bytes[i], start[i], length[i]);
      decoded[i] = text;
    }
    return text;
  }

  /** The string of an id, which must be there or 0. */
  String ofId(long id) {
    return id == 0 ? "" : get(index.get(id));
  }
}
