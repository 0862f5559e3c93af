package dev.loomtrace.jfr.forge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/** A file made by hand: events and entries of pools by the values of their fields, else zeros. */
final class Crafted {
  private static final int CONTEXT = 1000;

  private final Map<String, ForgedType> types = Forge.byName();
  private final Map<Long, ForgedType> byId = new LinkedHashMap<>();
  private final Map<String, JfrBytes> pools = new LinkedHashMap<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Set<String> used = new TreeSet<>();
  private final List<ForgedChunk> chunks = new ArrayList<>();
  private ForgedChunk chunk = new ForgedChunk();
  private long clock = 2 * CONTEXT;
  private int tinyChunks;

  Crafted() {
    types.values().forEach(type -> byId.put(type.id(), type));
  }

  void times(int count, LongConsumer body) {
    for (long i = 0; i < count; i++) {
      body.accept(i);
    }
  }

  void skipTime(long ticks) {
    clock += ticks;
  }

  void tinyChunks(int count) {
    tinyChunks = count;
  }

  /** An event, a tick after the one before. */
  void event(String type, Map<String, Long> values) {
    ForgedType of = types.get(type);
    use(of);
    JfrBytes out = new JfrBytes().number(of.id());
    clock++;
    fields(out, of, values);
    byte[] content = out.array();
    int size = content.length + 1;
    // As small as can be: JFR writes the size of a small event in a byte.
    chunk.events.add(
        size < 128 ? new JfrBytes().number(size).bytes(content).array() : JfrBytes.event(content));
  }

  /** An entry of a pool. */
  void entry(String type, long key, Map<String, Long> values) {
    use(types.get(type));
    fields(pool(type).number(key), types.get(type), values);
  }

  /** A string in the pool. */
  void string(long key, String text) {
    pool("java.lang.String").number(key).text(text);
  }

  /** A stack, of frames that are all of one method of a class of this number. */
  void stack(long key, long name, int frames) {
    long owner = name == key && counts.getOrDefault("java.lang.Class", 0L) > 1 ? key : 1;
    entry("jdk.types.Method", key, Map.of("type", owner, "name", 1L));
    use(types.get("jdk.types.StackFrame"));
    JfrBytes pool = pool("jdk.types.StackTrace").number(key).octet(0).number(frames);
    use(types.get("jdk.types.StackTrace"));
    for (int i = 0; i < frames; i++) {
      pool.number(key).number(i).number(0);
    }
  }

  private JfrBytes pool(String type) {
    counts.merge(type, 1L, Long::sum);
    return pools.computeIfAbsent(type, key -> new JfrBytes());
  }

  private void use(ForgedType type) {
    if (used.add(type.name())) {
      type.fields().forEach(field -> use(byId.get(field.type())));
    }
  }

  private void fields(JfrBytes out, ForgedType type, Map<String, Long> values) {
    for (ForgedType.Field field : type.fields()) {
      Long value = values.getOrDefault(field.name(), field.name().equals("startTime") ? clock : 0L);
      ForgedType of = byId.get(field.type());
      if (field.pooled() || field.array()) {
        out.number(value);
        continue;
      }
      switch (of.name()) {
        case "boolean", "byte" -> out.octet(value.intValue());
        case "float" -> out.bytes(new byte[Float.BYTES]);
        case "java.lang.String" -> {
          if (value == 0) {
            out.octet(0);
          } else {
            out.octet(2).number(value);
          }
        }
        case "char", "short", "int", "long" -> out.number(value);
        default -> fields(out, of, values);
      }
    }
  }

  /** Ends the chunk; what follows is the next one's, which begins without pools. */
  void nextChunk() {
    chunk.types = new ArrayList<>();
    ForgedType.catalog().stream()
        .filter(type -> used.contains(type.name()) || type.name().equals("java.lang.String"))
        .forEach(chunk.types::add);
    List<byte[]> written = new ArrayList<>();
    pools.forEach(
        (type, bytes) ->
            written.add(
                new JfrBytes()
                    .number(types.get(type).id())
                    .number(counts.get(type))
                    .bytes(bytes.array())
                    .array()));
    chunk.checkpoints.add(written);
    chunks.add(chunk);
    used.clear();
    pools.clear();
    counts.clear();
    chunk = new ForgedChunk();
    chunk.start = ++clock;
  }

  /** The file. */
  ForgedFile file() {
    nextChunk();
    chunks.getFirst().start = CONTEXT;
    for (int i = 0; i < tinyChunks; i++) {
      ForgedChunk tiny = new ForgedChunk();
      tiny.start = CONTEXT + 10L * (i + 1);
      chunks.add(tiny);
    }
    return new ForgedFile(chunks);
  }
}
