package dev.loomtrace.jfr.chunk;

import dev.loomtrace.trace.MalformedTraceException;
import java.util.List;

/** A type of the chunk's metadata: an event's, a pool's or a value's. */
public final class ChunkType {
  private static final int MAX_DEPTH = 16;

  /** How values of a type are written. */
  enum Form {
    NUMBER,
    BYTE,
    FLOAT,
    DOUBLE,
    STRING,
    STRUCT
  }

  /** A field; its type is filled in when all types are known. */
  static final class Field {
    final String name;
    final long typeId;
    final boolean pooled;
    final boolean array;
    ChunkType type;

    Field(String name, long typeId, boolean pooled, boolean array) {
      this.name = name;
      this.typeId = typeId;
      this.pooled = pooled;
      this.array = array;
    }

    private FieldCode code() {
      if (array) {
        return FieldCode.OTHER;
      }
      if (pooled) {
        return FieldCode.LONG;
      }
      return switch (type.form) {
        case BYTE -> FieldCode.BYTE;
        case NUMBER ->
            switch (type.name) {
              case "int" -> FieldCode.INT;
              case "short" -> FieldCode.SHORT;
              case "char" -> FieldCode.CHAR;
              default -> FieldCode.LONG;
            };
        case FLOAT, DOUBLE, STRING, STRUCT -> FieldCode.OTHER;
      };
    }

    /** Moves past the field's value. */
    void skip(ChunkBytes bytes) throws MalformedTraceException {
      skip(bytes, 0);
    }

    private void skip(ChunkBytes bytes, int depth) throws MalformedTraceException {
      int count = array ? bytes.length("array") : 1;
      for (int i = 0; i < count; i++) {
        if (pooled) {
          bytes.skipNumber();
        } else {
          type.skip(bytes, depth);
        }
      }
    }
  }

  private final long id;
  private final String name;
  private final List<Field> fields;
  private final Form form;
  private FieldCode[] codes;
  private ConstantPool pool;
  private boolean unwanted;
  private long events;
  private long leftOut;

  ChunkType(long id, String name, List<Field> fields) {
    this.id = id;
    this.name = name;
    this.fields = fields;
    this.form =
        switch (name) {
          case "boolean", "byte" -> Form.BYTE;
          case "char", "short", "int", "long" -> Form.NUMBER;
          case "float" -> Form.FLOAT;
          case "double" -> Form.DOUBLE;
          case "java.lang.String" -> Form.STRING;
          default -> Form.STRUCT;
        };
  }

  /** Its id in this chunk. */
  public long id() {
    return id;
  }

  /** Its name, such as {@code jdk.ThreadPark}. */
  public String name() {
    return name;
  }

  /** Index of a field by its name; -1 if there is none. */
  public int field(String fieldName) {
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).name.equals(fieldName)) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the values of a field are numbers or truth values, in the event itself. */
  public boolean isNumber(int field) {
    Field f = fields.get(field);
    return !f.pooled && f.code() != FieldCode.OTHER;
  }

  /** Whether the values of a field are strings, in the event itself or in the pool. */
  public boolean isText(int field) {
    Field f = fields.get(field);
    return !f.array && f.type.form == Form.STRING;
  }

  /** Whether the values of a field refer to entries in the pool of a type. */
  public boolean refersTo(int field, String typeName) {
    Field f = fields.get(field);
    return f.pooled && !f.array && f.type.name.equals(typeName);
  }

  /** What a field is declared as, for messages: {@code java.lang.Class}, {@code int[]}. */
  public String declared(int field) {
    Field f = fields.get(field);
    return f.type.name + (f.array ? "[]" : "");
  }

  /** Names of the fields, in order. */
  public List<String> fieldNames() {
    return fields.stream().map(f -> f.name).toList();
  }

  List<Field> fields() {
    return fields;
  }

  /** How each field is decoded; known when all types are. */
  FieldCode[] codes() {
    if (codes == null) {
      codes = fields.stream().map(Field::code).toArray(FieldCode[]::new);
    }
    return codes;
  }

  /** From now on the chunk's events of this type are skipped without being decoded. */
  public void unwanted() {
    unwanted = true;
  }

  /** Whether events of this type are skipped. */
  public boolean isUnwanted() {
    return unwanted;
  }

  void counts() {
    events++;
  }

  /** How many events of this type the chunk has had so far, those that were skipped as well. */
  public long events() {
    return events;
  }

  /** An event of this type says nothing to whoever reads it. */
  public void leaveOut() {
    leftOut++;
  }

  /** How many of them that was said of. */
  public long leftOut() {
    return leftOut;
  }

  /** Adds an entry to the pool of this type, unless there is one with its key. */
  void addToPool(long key, int offset) {
    if (pool == null) {
      pool = new ConstantPool();
    }
    pool.add(key, offset);
  }

  /** All entries of the pool are there. */
  void completePool() {
    if (pool != null) {
      pool.complete();
    }
  }

  /** Where the entry with a key lies, from the chunk's start; 0 if there is none. */
  int offset(long key) {
    return pool == null ? 0 : pool.offset(key);
  }

  /** Keys of the pool's entries, ascending. */
  long[] keys() {
    return pool == null ? new long[0] : pool.sortedKeys();
  }

  Form form() {
    return form;
  }

  /** Whether its values take no bytes. */
  boolean isEmpty() {
    return form == Form.STRUCT && fields.isEmpty();
  }

  /** Moves past a value of this type. */
  void skip(ChunkBytes bytes) throws MalformedTraceException {
    skip(bytes, 0);
  }

  private void skip(ChunkBytes bytes, int depth) throws MalformedTraceException {
    switch (form) {
      case NUMBER -> bytes.skipNumber();
      case BYTE -> bytes.octet();
      case FLOAT -> bytes.skip(4);
      case DOUBLE -> bytes.skip(8);
      case STRING -> bytes.skipString();
      case STRUCT -> {
        if (depth > MAX_DEPTH) {
          throw bytes.malformed("values nested deeper than " + MAX_DEPTH);
        }
        FieldCode[] all = codes();
        for (int i = 0; i < all.length; i++) {
          switch (all[i]) {
            case BYTE -> bytes.octet();
            case OTHER -> fields.get(i).skip(bytes, depth + 1);
            default -> bytes.skipNumber();
          }
        }
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
