package dev.loomtrace.jfr.chunk;

import java.util.List;

/**
 * An annotation of a type or a field that is written, as {@code @Timespan("TICKS")}.
 *
 * @param type name of its type, such as {@code jdk.jfr.Timespan}
 * @param values none, one, or those of an array, as the only field of its type says
 */
public record AnnotationDescription(String type, List<String> values) {
  /** Copies the list. */
  public AnnotationDescription {
    values = List.copyOf(values);
  }

  /** An annotation without values. */
  public static AnnotationDescription of(String type, String... values) {
    return new AnnotationDescription(type, List.of(values));
  }

  /** What tools call the type or field. */
  public static AnnotationDescription label(String text) {
    return of("jdk.jfr.Label", text);
  }

  /** What tools say about it. */
  public static AnnotationDescription description(String text) {
    return of("jdk.jfr.Description", text);
  }

  /** Where tools put an event, from the outermost category on. */
  public static AnnotationDescription category(String... names) {
    return of("jdk.jfr.Category", names);
  }

  /**
   * The field is a time.
   *
   * @param unit {@code TICKS} of the chunk's clock, or {@code MILLISECONDS_SINCE_EPOCH}
   */
  public static AnnotationDescription timestamp(String unit) {
    return of("jdk.jfr.Timestamp", unit);
  }

  /**
   * The field is a duration.
   *
   * @param unit {@code TICKS} of the chunk's clock, {@code NANOSECONDS}, {@code MILLISECONDS}, …
   */
  public static AnnotationDescription timespan(String unit) {
    return of("jdk.jfr.Timespan", unit);
  }

  /** The field is a number of bytes. */
  public static AnnotationDescription bytes() {
    return of("jdk.jfr.DataAmount", "BYTES");
  }

  /** The field is an address. */
  public static AnnotationDescription address() {
    return of("jdk.jfr.MemoryAddress");
  }

  /** The field's values have no sign. */
  public static AnnotationDescription unsigned() {
    return of("jdk.jfr.Unsigned");
  }
}
