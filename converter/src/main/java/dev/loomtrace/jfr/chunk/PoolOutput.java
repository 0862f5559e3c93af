package dev.loomtrace.jfr.chunk;

/** The constant pool of a type in a chunk that is written. */
public final class PoolOutput {
  private final TypeDescription type;
  private final int id;
  private final int valuesOfEach;
  private final ValueOutput entries = new ValueOutput();
  private long lastKey;
  private int count;
  private int valuesExpected;

  /**
   * A pool.
   *
   * @param usedKey the greatest key that the file's chunks before have used
   */
  PoolOutput(WrittenTypes types, int id, long usedKey) {
    this.lastKey = usedKey;
    this.type = types.type(id);
    this.id = id;
    this.valuesOfEach = types.values(id);
  }

  /**
   * Begins an entry, whose values follow.
   *
   * @param key what values refer to it by; not 0. The pools of a file's other chunks may have it
   *     for the same value only, since readers may keep values from chunk to chunk
   */
  public ValueOutput entry(long key) {
    if (key == 0) {
      throw new IllegalArgumentException("an entry of key 0, which stands for none");
    }
    check();
    entries.raw(key);
    lastKey = key;
    count++;
    valuesExpected += valuesOfEach;
    return entries;
  }

  /** Begins an entry whose key is one more than the last one's, and new in the file. */
  public ValueOutput entry() {
    return entry(lastKey + 1);
  }

  /** The key of the last entry. */
  public long key() {
    return lastKey;
  }

  String typeName() {
    return type.name();
  }

  private void check() {
    if (valuesOfEach != WrittenTypes.ANY_NUMBER && entries.values() != valuesExpected) {
      throw new IllegalStateException(
          "entries of the pool of "
              + type.name()
              + " have "
              + entries.values()
              + " values, expected "
              + valuesExpected);
    }
  }

  /** Writes the pool as it is in a checkpoint. */
  void writeTo(ValueOutput out) {
    check();
    out.raw(id);
    out.raw(count);
    out.raw(entries);
  }
}
