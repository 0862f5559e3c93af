package dev.loomtrace.jfr.chunk;

/** How a field is decoded: what its type and its attributes come to. */
enum FieldCode {
  LONG(64),
  INT(32),
  SHORT(16),
  CHAR(16),
  BYTE(8),
  /** Of any other kind, whose place is all that is noted: few are asked for. */
  OTHER(0);

  private final int unused;

  FieldCode(int bits) {
    unused = Long.SIZE - bits;
  }

  /** A number as the field holds it: its lowest bits, with a sign but for characters. */
  long narrowed(long value) {
    return this == CHAR ? (char) value : value << unused >> unused;
  }
}
