package dev.loomtrace.jfr.decode;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.jfr.chunk.Chunk;
import dev.loomtrace.jfr.chunk.ChunkType;
import dev.loomtrace.jfr.chunk.ChunkValue;
import dev.loomtrace.jfr.operation.ThreadInfo;
import dev.loomtrace.trace.MalformedTraceException;

/** Names and threads in a chunk's constant pools. */
final class Pools {
  private final LongMap<String> classes = new LongMap<>();
  private final LongMap<ThreadInfo> byKey = new LongMap<>();
  private LongMap<ThreadInfo> platform = new LongMap<>();
  private LongMap<ThreadInfo> platformBefore = new LongMap<>();
  private ChunkValue classCursor;
  private ChunkValue symbolCursor;
  private ChunkValue groupCursor;

  void begin(Chunk chunk) throws MalformedTraceException {
    platformBefore = platform;
    platform = new LongMap<>();
    classCursor = chunk.newCursor();
    symbolCursor = chunk.newCursor();
    groupCursor = chunk.newCursor();
    chunk.forEachEntry("java.lang.Thread", this::readThread);
  }

  /** Forgets the chunk, except for what threads there are. */
  void end() {
    classes.clear();
    byKey.clear();
    classCursor = null;
    symbolCursor = null;
    groupCursor = null;
  }

  private void readThread(long key, ChunkValue entry) throws MalformedTraceException {
    ChunkType type = entry.type();
    // Of threads that are not Java's some versions write -1.
    long id = Math.max(0, entry.number(type.field("javaThreadId")));
    boolean virtual = entry.number(type.field("virtual")) != 0;
    String javaName = entry.text(type.field("javaName"));
    String osName = entry.text(type.field("osName"));
    String group =
        entry.follow(type.field("group"), groupCursor)
            ? groupCursor.text(groupCursor.type().field("name"))
            : null;
    ThreadInfo info =
        new ThreadInfo(
            id,
            entry.number(type.field("osThreadId")),
            javaName == null || javaName.isEmpty() ? osName : javaName,
            group,
            virtual);
    byKey.put(key, info);
    if (!virtual && id > 0) {
      platform.put(id, info);
    }
  }

  /** The thread in an event's field; null if it is none. */
  ThreadInfo thread(ChunkValue event, int field) throws MalformedTraceException {
    return field < 0 ? null : byKey.get(event.number(field));
  }

  /** A platform thread of this chunk or the one before by its Java id; null if unknown. */
  ThreadInfo platformThread(long javaId) {
    ThreadInfo info = platform.get(javaId);
    return info == null ? platformBefore.get(javaId) : info;
  }

  /** Name of the class in a field, with slashes; null if there is none. */
  String className(ChunkValue event, int field) throws MalformedTraceException {
    if (field < 0) {
      return null;
    }
    long key = event.number(field);
    String name = classes.get(key);
    if (name == null && key != 0 && event.follow(field, classCursor)) {
      name = symbol(classCursor, classCursor.type().field("name"));
      if (name != null) {
        name = name.replace('.', '/');
        classes.put(key, name);
      }
    }
    return name;
  }

  /** A string in a field; empty if there is none. */
  String text(ChunkValue event, int field) throws MalformedTraceException {
    String text = event.text(field);
    return text == null ? "" : text;
  }

  /** A string or a symbol in a field; null if there is none. */
  String symbol(ChunkValue value, int field) throws MalformedTraceException {
    if (field < 0) {
      return null;
    }
    if (value.follow(field, symbolCursor)) {
      return symbolCursor.text(symbolCursor.type().field("string"));
    }
    return null;
  }
}
