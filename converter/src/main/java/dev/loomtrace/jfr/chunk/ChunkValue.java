package dev.loomtrace.jfr.chunk;

import dev.loomtrace.trace.MalformedTraceException;
import java.util.Arrays;
import java.util.List;

/**
 * A cursor over values: stands on an event or on an entry of a pool, and decodes the fields that
 * are asked for. Reused; nothing is allocated but what an accessor returns.
 */
public final class ChunkValue {
  private static final ChunkType NOTHING = new ChunkType(0, "", List.of());

  private final ChunkPools pools;
  private final ChunkBytes bytes;
  private ChunkType type;
  private int begin;
  private FieldCode[] codes = {};
  private int[] offsets = new int[16]; // Of those that are no numbers.
  private long[] numbers = new long[16];

  ChunkValue(ChunkPools pools, ChunkBytes bytes) {
    this.pools = pools;
    this.bytes = bytes;
  }

  /** Moves to a value; returns where it ends. */
  int moveTo(ChunkType newType, int offset) throws MalformedTraceException {
    type = newType;
    begin = offset;
    codes = type.codes();
    int count = codes.length;
    if (offsets.length < count) {
      offsets = Arrays.copyOf(offsets, count);
      numbers = Arrays.copyOf(numbers, count);
    }
    bytes.seek(offset);
    int read = bytes.numbers(codes, 0, numbers);
    while (read < count) {
      offsets[read] = bytes.position();
      type.fields().get(read).skip(bytes);
      read = bytes.numbers(codes, read + 1, numbers);
    }
    return bytes.position();
  }

  /** Type of the value it stands on. */
  public ChunkType type() {
    return type;
  }

  /** A number, boolean or reference to a pool; 0 if there is no such field (index -1). */
  public long number(int field) throws MalformedTraceException {
    if (field < 0) {
      return 0;
    }
    if (codes[field] == FieldCode.OTHER) {
      bytes.seek(offsets[field]);
      ChunkType.Field f = type.fields().get(field);
      throw bytes.malformed(
          f.name + " of " + type + (f.array ? " is an array, expected a number" : " is no number"));
    }
    return numbers[field];
  }

  /** A {@code double} or {@code float}; 0 if there is no such field. */
  public double decimal(int field) throws MalformedTraceException {
    if (field < 0) {
      return 0;
    }
    ChunkType.Field f = type.fields().get(field);
    bytes.seek(offsets[field]);
    boolean single = f.type.form() == ChunkType.Form.FLOAT;
    if (f.array || f.pooled || (!single && f.type.form() != ChunkType.Form.DOUBLE)) {
      throw bytes.malformed(f.name + " of " + type + " is no double");
    }
    return single
        ? Float.intBitsToFloat(bytes.intBits())
        : Double.longBitsToDouble(bytes.longBits());
  }

  /** A string, in place or in the pool; null if it is null or there is no such field. */
  public String text(int field) throws MalformedTraceException {
    if (field < 0) {
      return null;
    }
    ChunkType.Field f = type.fields().get(field);
    if (f.array || f.type.form() != ChunkType.Form.STRING) {
      bytes.seek(codes[field] == FieldCode.OTHER ? offsets[field] : begin);
      throw bytes.malformed(f.name + " of " + type + " is no string");
    }
    if (f.pooled) {
      return pools.string(numbers[field]);
    }
    bytes.seek(offsets[field]);
    Object value = bytes.string();
    return value instanceof Long id ? pools.string(id) : (String) value;
  }

  /** Moves another cursor to the pool's entry that a field refers to; false if there is none. */
  public boolean follow(int field, ChunkValue target) throws MalformedTraceException {
    if (field < 0) {
      return false;
    }
    ChunkType.Field f = type.fields().get(field);
    int offset = f.pooled ? f.type.offset(number(field)) : 0;
    if (offset == 0) {
      return false;
    }
    target.moveTo(f.type, offset);
    return true;
  }

  /**
   * Where the pool's entry lies that a field refers to, from the chunk's start: equal for equal
   * entries, whatever refers to them; 0 if there is none.
   */
  public int reference(int field) throws MalformedTraceException {
    if (field < 0 || !type.fields().get(field).pooled) {
      return 0;
    }
    return type.fields().get(field).type.offset(number(field));
  }

  /** Moves another cursor to a structure that lies in a field; false if none does. */
  public boolean inside(int field, ChunkValue target) throws MalformedTraceException {
    ChunkType.Field f = type.fields().get(field);
    if (f.pooled || f.array || f.type.form() != ChunkType.Form.STRUCT) {
      return false;
    }
    target.moveTo(f.type, offsets[field]);
    return true;
  }

  /** Number of elements of an array of structures; 0 if there is no such field. */
  public int count(int field) throws MalformedTraceException {
    if (field < 0) {
      return 0;
    }
    ChunkType.Field f = type.fields().get(field);
    if (!f.array || f.type.form() != ChunkType.Form.STRUCT) {
      return 0;
    }
    bytes.seek(offsets[field]);
    return bytes.length("array");
  }

  /**
   * Moves another cursor to the first element of an array of structures that has any; see {@link
   * #element}.
   *
   * @return where the next element begins, for {@link #element}
   */
  public int firstElement(int field, ChunkValue target) throws MalformedTraceException {
    count(field);
    return element(field, bytes.position(), target);
  }

  /**
   * Moves another cursor to an array's further element, and returns where the next begins. Elements
   * lie in the array, as JVMs write them, or in a pool to which it refers, as Mission Control does;
   * what the pool does not have is a value without fields.
   */
  public int element(int field, int offset, ChunkValue target) throws MalformedTraceException {
    ChunkType.Field f = type.fields().get(field);
    if (!f.pooled) {
      return target.moveTo(f.type, offset);
    }
    bytes.seek(offset);
    int entry = f.type.offset(bytes.number());
    int next = bytes.position();
    target.moveTo(entry == 0 ? NOTHING : f.type, entry == 0 ? next : entry);
    return next;
  }
}
