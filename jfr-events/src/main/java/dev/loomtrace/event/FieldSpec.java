package dev.loomtrace.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A field of an event.
 *
 * @param name its name, one of {@link EventNames} or of the four that JFR itself gives to an event
 * @param type how its values are written
 * @param unit what its values count or refer to
 * @param label what tools call it
 * @param description what tools say about it; empty: nothing
 * @param meaning what it holds, in full: text with code in backquotes, empty if the label says all
 * @param codes the codes that it holds; null: it holds none
 * @param contextual whether tools show it with other events that happen meanwhile, on JDK 25 and
 *     later
 */
public record FieldSpec(
    String name,
    Type type,
    Unit unit,
    String label,
    String description,
    String meaning,
    CodeTable codes,
    boolean contextual) {

  /** How values are written. A reader takes a number of any width for a number. */
  public enum Type {
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

    Type(String jfrName, boolean pooled) {
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

  /** What values count or refer to. */
  public enum Unit {
    /** Nothing, or what the field's meaning says. */
    NONE("", "", ""),
    /** A time, in ticks of the chunk's clock. */
    TICKS_TIME("ticks, time", "jdk.jfr.Timestamp", "TICKS"),
    /** A duration, in ticks. */
    TICKS("ticks", "jdk.jfr.Timespan", "TICKS"),
    /** A duration, in nanoseconds. */
    NANOSECONDS("nanoseconds", "jdk.jfr.Timespan", "NANOSECONDS"),
    /** A Java thread id, {@code Thread.threadId()}; 0: none or unknown. */
    THREAD_ID("thread id", "", ""),
    /** Id of a task of the application; 0: none. */
    TASK_ID("task id", "", "");

    private final String word;
    private final String annotation;
    private final String value;

    Unit(String word, String annotation, String value) {
      this.word = word;
      this.annotation = annotation;
      this.value = value;
    }

    /** The word for people; empty if there is no unit. */
    public String word() {
      return word;
    }
  }

  /**
   * The annotations of the field in a recording's metadata, in JFR's order: type of the annotation,
   * values.
   */
  public Map<String, List<String>> annotations() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("jdk.jfr.Label", List.of(label));
    if (!description.isEmpty()) {
      all.put("jdk.jfr.Description", List.of(description));
    }
    if (!unit.annotation.isEmpty()) {
      all.put(unit.annotation, List.of(unit.value));
    }
    if (contextual) {
      all.put("jdk.jfr.Contextual", List.of());
    }
    return Collections.unmodifiableMap(all);
  }

  // How the schema makes them: from one that is alike.

  static FieldSpec of(String name, Type type, String label) {
    return new FieldSpec(name, type, Unit.NONE, label, "", "", null, false);
  }

  FieldSpec in(Unit newUnit) {
    return new FieldSpec(name, type, newUnit, label, description, meaning, codes, contextual);
  }

  FieldSpec of(CodeTable newCodes) {
    return new FieldSpec(name, type, unit, label, description, meaning, newCodes, contextual);
  }

  FieldSpec labelled(String newLabel) {
    return new FieldSpec(name, type, unit, newLabel, description, meaning, codes, contextual);
  }

  FieldSpec described(String text) {
    return new FieldSpec(name, type, unit, label, text, meaning, codes, contextual);
  }

  FieldSpec meaning(String text) {
    return new FieldSpec(name, type, unit, label, description, text, codes, contextual);
  }

  FieldSpec asContext() {
    return new FieldSpec(name, type, unit, label, description, meaning, codes, true);
  }
}
