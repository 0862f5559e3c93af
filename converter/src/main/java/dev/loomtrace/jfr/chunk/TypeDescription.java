package dev.loomtrace.jfr.chunk;

import java.util.ArrayList;
import java.util.List;

/**
 * A type that is written: of an event, of a pool's entries, of a value or of an annotation.
 *
 * @param name its full name; names its constant pool too
 * @param superType {@link #EVENT} or {@link #ANNOTATION} of such types; else empty
 * @param simple whether it has one field, and tools are to show that in place of the type
 * @param annotations its annotations
 * @param fields its fields, in the order in which their values are written
 */
public record TypeDescription(
    String name,
    String superType,
    boolean simple,
    List<AnnotationDescription> annotations,
    List<FieldDescription> fields) {
  /** The super type of events. */
  public static final String EVENT = "jdk.jfr.Event";

  /** The super type of annotations. */
  public static final String ANNOTATION = "java.lang.annotation.Annotation";

  /** Copies the lists. */
  public TypeDescription {
    annotations = List.copyOf(annotations);
    fields = List.copyOf(fields);
  }

  /**
   * An event. Readers expect its time in the first field, {@code startTime}, and its duration, if
   * it has one, in the second.
   *
   * @param description what it means; empty: nothing is said
   */
  public static TypeDescription event(
      String name,
      String label,
      String description,
      List<String> category,
      List<FieldDescription> fields) {
    List<AnnotationDescription> annotations = new ArrayList<>();
    annotations.add(AnnotationDescription.label(label));
    if (!description.isEmpty()) {
      annotations.add(AnnotationDescription.description(description));
    }
    annotations.add(new AnnotationDescription("jdk.jfr.Category", category));
    return new TypeDescription(name, EVENT, false, annotations, fields);
  }

  /** A type of values, in place or in a pool. */
  public static TypeDescription value(String name, String label, FieldDescription... fields) {
    return new TypeDescription(
        name, "", false, List.of(AnnotationDescription.label(label)), List.of(fields));
  }

  /** A type of a single text, in a pool: a word of a vocabulary. */
  public static TypeDescription word(String name, String label, String field) {
    return new TypeDescription(
        name,
        "",
        true,
        List.of(AnnotationDescription.label(label)),
        List.of(FieldDescription.inPlace(field, "java.lang.String", label)));
  }

  /** A type of annotations, which has a field {@code value} or none. */
  static TypeDescription annotation(
      String name, List<AnnotationDescription> annotations, FieldDescription... fields) {
    return new TypeDescription(name, ANNOTATION, false, annotations, List.of(fields));
  }

  boolean isEvent() {
    return superType.equals(EVENT);
  }
}
