package dev.loomtrace.jfr.chunk;

/**
 * Values as they are in a file, for those that are written again and again: {@code
 * ValueOutput.encode} makes them. Immutable.
 */
public final class EncodedValues {
  private final byte[] octets;
  private final int size;
  private final int values;

  EncodedValues(byte[] octets, int size, int values) {
    this.octets = octets;
    this.size = size;
    this.values = values;
  }

  /** The encoding, followed by zeros if it is shorter than a word. */
  byte[] octets() {
    return octets;
  }

  /** Bytes of the encoding. */
  int size() {
    return size;
  }

  /** How many values they are. */
  int values() {
    return values;
  }
}
