package dev.loomtrace.event;

/** How the values of a field are written. A reader takes a number of any width for a number. */
public enum FieldType {
  /** One byte; codes are in 0 to 127. */
  BYTE("byte", false),
  /** One byte, 0 or 1. */
  BOOLEAN("boolean", false),
  /** A number of 32 bits. */
  INT("int", false),
  /** A number of 64 bits. */
  LONG("long", false),
  /** Text in the event, or in the pool of strings. */
  STRING("java.lang.String", false),
  /** A class in the constant pool. */
  CLASS("java.lang.Class", true),
  /** A thread in the constant pool. */
  THREAD("java.lang.Thread", true),
  /** A stack trace in the constant pool. */
  STACK_TRACE("jdk.types.StackTrace", true);

  private final String jfrName;
  private final boolean pooled;

  FieldType(String jfrName, boolean pooled) {
    this.jfrName = jfrName;
    this.pooled = pooled;
  }

  /** Its name in a recording's metadata. */
  public String jfrName() {
    return jfrName;
  }

  /** Whether a value is the number of an entry in the type's constant pool. */
  public boolean pooled() {
    return pooled;
  }

  /** Whether a value is a number, a truth value being 0 or 1. */
  public boolean isNumber() {
    return this == BYTE || this == BOOLEAN || this == INT || this == LONG;
  }
}
