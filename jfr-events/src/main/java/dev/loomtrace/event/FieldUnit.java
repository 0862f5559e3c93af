package dev.loomtrace.event;

/** What the values of a field count or refer to. */
public enum FieldUnit {
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

  FieldUnit(String word, String annotation, String value) {
    this.word = word;
    this.annotation = annotation;
    this.value = value;
  }

  /** The word for people; empty if there is no unit. */
  public String word() {
    return word;
  }

  /** The annotation by which JFR knows the unit; empty if it does not. */
  String annotation() {
    return annotation;
  }

  /** The value of that annotation. */
  String value() {
    return value;
  }
}
