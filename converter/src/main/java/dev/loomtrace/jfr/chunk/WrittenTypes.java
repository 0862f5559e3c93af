package dev.loomtrace.jfr.chunk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of chunks that are written, with their numbers: those of {@link JavaPools}, JFR's basic
 * types and annotations, and what is added. Immutable; one serves any number of chunks and files.
 */
public final class WrittenTypes {
  /** Values of a type with an array in it: their number differs. */
  static final int ANY_NUMBER = -1;

  // 0 and 1 are those of metadata and of constant pools.
  private static final int FIRST_ID = 20;
  private static final int MAX_DEPTH = 16;

  private final Map<String, Integer> ids = new HashMap<>();
  private final List<TypeDescription> types;
  private final int[] values;
  private final ValueOutput metadata = new ValueOutput();

  /**
   * Types of chunks.
   *
   * @param added those beside the standard ones
   * @throws IllegalArgumentException if a name is there twice, or one that is used is not there
   */
  public WrittenTypes(List<TypeDescription> added) {
    types = new ArrayList<>(StandardTypes.all());
    types.addAll(added);
    for (int i = 0; i < types.size(); i++) {
      if (ids.put(types.get(i).name(), FIRST_ID + i) != null) {
        throw new IllegalArgumentException("two types have the name " + types.get(i).name());
      }
    }
    values = new int[types.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = values(types.get(i), 0);
    }
    describe();
  }

  /**
   * Number of a type.
   *
   * @throws IllegalArgumentException if there is no type of this name
   */
  public int id(String name) {
    Integer id = ids.get(name);
    if (id == null) {
      throw new IllegalArgumentException("no type has the name " + name);
    }
    return id;
  }

  /** The type of a number. */
  TypeDescription type(int id) {
    return types.get(id - FIRST_ID);
  }

  /** How many values make up one of a type; {@link #ANY_NUMBER} if that differs. */
  int values(int id) {
    return values[id - FIRST_ID];
  }

  /** What a metadata event says behind its own number. */
  ValueOutput metadata() {
    return metadata;
  }

  private int values(TypeDescription type, int depth) {
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("the type " + type.name() + " contains itself");
    }
    if (type.fields().isEmpty()) {
      return 1;
    }
    int sum = 0;
    for (FieldDescription field : type.fields()) {
      TypeDescription of = type(id(field.type()));
      int count = field.array() ? ANY_NUMBER : field.pooled() ? 1 : values(of, depth + 1);
      if (count == ANY_NUMBER) {
        return ANY_NUMBER;
      }
      sum += count;
    }
    return sum;
  }

  // A table of strings, and a tree of elements that refer to it.

  private void describe() {
    Map<String, Integer> strings = new LinkedHashMap<>();
    ValueOutput tree = new ValueOutput();
    element(tree, strings, "root", Map.of(), 2);
    element(tree, strings, "metadata", Map.of(), types.size());
    for (TypeDescription type : types) {
      type(tree, strings, type);
    }
    Map<String, String> region = new LinkedHashMap<>();
    region.put("locale", "en_US");
    region.put("gmtOffset", "0");
    element(tree, strings, "region", region, 0);
    metadata.number(strings.size());
    strings.keySet().forEach(metadata::text);
    metadata.raw(tree);
  }

  private void type(ValueOutput tree, Map<String, Integer> strings, TypeDescription type) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("name", type.name());
    if (!type.superType().isEmpty()) {
      attributes.put("superType", type.superType());
    }
    if (type.simple()) {
      attributes.put("simpleType", "true");
    }
    attributes.put("id", Integer.toString(id(type.name())));
    int children = type.annotations().size() + type.fields().size();
    element(tree, strings, "class", attributes, children);
    annotations(tree, strings, type.annotations());
    for (FieldDescription field : type.fields()) {
      Map<String, String> of = new LinkedHashMap<>();
      of.put("name", field.name());
      of.put("class", Integer.toString(id(field.type())));
      if (field.pooled()) {
        of.put("constantPool", "true");
      }
      if (field.array()) {
        of.put("dimension", "1");
      }
      element(tree, strings, "field", of, field.annotations().size());
      annotations(tree, strings, field.annotations());
    }
  }

  private void annotations(
      ValueOutput tree, Map<String, Integer> strings, List<AnnotationDescription> annotations) {
    for (AnnotationDescription annotation : annotations) {
      List<FieldDescription> fields = type(id(annotation.type())).fields();
      Map<String, String> attributes = new LinkedHashMap<>();
      attributes.put("class", Integer.toString(id(annotation.type())));
      boolean array = !fields.isEmpty() && fields.getFirst().array();
      int count = annotation.values().size();
      if (!array && count != fields.size()) {
        throw new IllegalArgumentException(
            annotation.type() + " has " + fields.size() + " values, found " + annotation.values());
      }
      for (int i = 0; i < count; i++) {
        attributes.put(array ? "value-" + i : "value", annotation.values().get(i));
      }
      element(tree, strings, "annotation", attributes, 0);
    }
  }

  private static void element(
      ValueOutput tree,
      Map<String, Integer> strings,
      String name,
      Map<String, String> attributes,
      int children) {
    tree.number(index(strings, name)).number(attributes.size());
    attributes.forEach(
        (key, value) -> tree.number(index(strings, key)).number(index(strings, value)));
    tree.number(children);
  }

  private static int index(Map<String, Integer> strings, String text) {
    Integer index = strings.putIfAbsent(text, strings.size());
    return index == null ? strings.size() - 1 : index;
  }
}
