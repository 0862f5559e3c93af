package dev.loomtrace.jfr.chunk;

/** How a field is decoded: what its type and its attributes come to. */
enum FieldCode {
  LONG,
  INT,
  SHORT,
  CHAR,
  BYTE,
  /** Of any other kind, whose place is all that is noted: few are asked for. */
  OTHER;

  static FieldCode of(ChunkType.Field field) {
    if (field.array) {
      return OTHER;
    }
    if (field.pooled) {
      return LONG;
    }
    return switch (field.type.form()) {
      case BYTE -> BYTE;
      case NUMBER ->
          switch (field.type.name()) {
            case "int" -> INT;
            case "short" -> SHORT;
            case "char" -> CHAR;
            default -> LONG;
          };
      case FLOAT, DOUBLE, STRING, STRUCT -> OTHER;
    };
  }
}
