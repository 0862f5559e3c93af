package dev.loomtrace.jfr.chunk;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.MalformedTraceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The types of a chunk, from its metadata event: a table of strings and a tree of elements. */
final class ChunkMetadata {
  private static final int MAX_DEPTH = 16;

  // Each event asks for its type, and JVMs number them from 0 on.
  private static final int DIRECT = 1 << 12;

  private final LongMap<ChunkType> types = new LongMap<>();
  private final ChunkType[] direct = new ChunkType[DIRECT];
  private final Map<String, ChunkType> byName = new HashMap<>();

  private ChunkMetadata() {}

  static ChunkMetadata read(ChunkBytes bytes) throws MalformedTraceException {
    bytes.number(); // size
    long type = bytes.number();
    if (type != 0) {
      throw bytes.malformed("event of type " + type + ", expected metadata (0)");
    }
    bytes.number(); // start
    bytes.number(); // duration
    bytes.number(); // id
    int count = bytes.length("table of strings");
    String[] strings = new String[count];
    for (int i = 0; i < count; i++) {
      strings[i] = bytes.string() instanceof String text ? text : "";
    }
    ChunkMetadata metadata = new ChunkMetadata();
    metadata.element(bytes, strings, null, 0);
    metadata.resolve(bytes);
    return metadata;
  }

  ChunkType type(long id) {
    return id >= 0 && id < DIRECT ? direct[(int) id] : types.get(id);
  }

  void forEach(Consumer<ChunkType> action) {
    types.forEach(action);
  }

  ChunkType type(String name) {
    return byName.get(name);
  }

  private void element(
      ChunkBytes bytes, String[] strings, List<ChunkType.Field> parentFields, int depth)
      throws MalformedTraceException {
    if (depth > MAX_DEPTH) {
      throw bytes.malformed("metadata nested deeper than " + MAX_DEPTH);
    }
    String element = string(bytes, strings);
    Map<String, String> attributes = new HashMap<>();
    int count = bytes.length("list of attributes");
    for (int i = 0; i < count; i++) {
      String key = string(bytes, strings);
      attributes.put(key, string(bytes, strings));
    }
    List<ChunkType.Field> fields = null;
    if (element.equals("class")) {
      fields = new ArrayList<>();
      long id = id(bytes, attributes, "id");
      ChunkType type = new ChunkType(id, attributes.getOrDefault("name", ""), fields);
      types.put(id, type);
      if (id >= 0 && id < DIRECT) {
        direct[(int) id] = type;
      }
    } else if (element.equals("field") && parentFields != null) {
      parentFields.add(
          new ChunkType.Field(
              attributes.getOrDefault("name", ""),
              id(bytes, attributes, "class"),
              "true".equals(attributes.get("constantPool")),
              "1".equals(attributes.get("dimension"))));
    }
    int children = bytes.length("list of elements");
    for (int i = 0; i < children; i++) {
      element(bytes, strings, fields, depth + 1);
    }
  }

  private static String string(ChunkBytes bytes, String[] strings) throws MalformedTraceException {
    long index = bytes.number();
    if (index < 0 || index >= strings.length) {
      throw bytes.malformed("string " + index + " of a table of " + strings.length);
    }
    return strings[(int) index];
  }

  private static long id(ChunkBytes bytes, Map<String, String> attributes, String name)
      throws MalformedTraceException {
    try {
      return Long.parseLong(attributes.getOrDefault(name, ""));
    } catch (NumberFormatException e) {
      throw bytes.malformed("metadata whose " + name + " is '" + attributes.get(name) + "'");
    }
  }

  private void resolve(ChunkBytes bytes) throws MalformedTraceException {
    for (long id : types.sortedKeys()) {
      // Only now: of several types with one id, it is the last that counts.
      byName.put(types.get(id).name(), types.get(id));
      for (ChunkType.Field field : types.get(id).fields()) {
        field.type = types.get(field.typeId);
        if (field.type == null) {
          throw bytes.malformed(
              "field " + field.name + " of " + types.get(id) + " has an unknown type");
        }
        // Every value takes at least a byte, so that reading takes no longer than the chunk is
        // long.
        if (!field.pooled && field.type.isEmpty()) {
          throw bytes.malformed(
              "field " + field.name + " of " + types.get(id) + " has a type without fields");
        }
      }
    }
  }
}
