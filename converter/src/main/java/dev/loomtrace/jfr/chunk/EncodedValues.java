package dev.loomtrace.jfr.chunk;

import java.util.Arrays;
import java.util.function.Consumer;

/** Values as they are in a file, for those that are written again and again. Immutable. */
public final class EncodedValues {
  private final byte[] octets;
  private final int size;
  private final int values;

  private EncodedValues(byte[] octets, int size, int values) {
    this.octets = octets;
    this.size = size;
    this.values = values;
  }

  /**
   * Encodes values.
   *
   * @param writer writes them
   */
  public static EncodedValues of(Consumer<ValueOutput> writer) {
    ValueOutput out = new ValueOutput();
    writer.accept(out);
    // Not less than a word, which is copied as one.
    byte[] octets = Arrays.copyOf(out.bytes(), Math.max(out.size(), Long.BYTES));
    return new EncodedValues(octets, out.size(), out.values());
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
