package dev.loomtrace.jfr.chunk;

import java.util.ArrayList;
import java.util.List;

/**
 * A field of a type that is written.
 *
 * @param name its name
 * @param type name of its type
 * @param pooled whether a value is the key of an entry in the type's constant pool
 * @param array whether it is an array, written as the number of elements and the elements
 * @param annotations its annotations
 */
public record FieldDescription(
    String name,
    String type,
    boolean pooled,
    boolean array,
    List<AnnotationDescription> annotations) {
  /** Copies the list. */
  public FieldDescription {
    annotations = List.copyOf(annotations);
  }

  /** A value in place. */
  public static FieldDescription inPlace(
      String name, String type, String label, AnnotationDescription... more) {
    List<AnnotationDescription> all = new ArrayList<>();
    all.add(AnnotationDescription.label(label));
    all.addAll(List.of(more));
    return new FieldDescription(name, type, false, false, all);
  }

  /** A key of an entry in the pool of its type; 0: none. */
  public static FieldDescription pooled(
      String name, String type, String label, AnnotationDescription... more) {
    return new FieldDescription(
        name, type, true, false, inPlace(name, type, label, more).annotations());
  }

  /** An array of values in place. */
  public static FieldDescription array(
      String name, String type, String label, AnnotationDescription... more) {
    return new FieldDescription(
        name, type, false, true, inPlace(name, type, label, more).annotations());
  }
}
