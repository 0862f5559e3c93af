package dev.loomtrace.jfr.chunk;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.MalformedTraceException;

/** The constant pools of a chunk: where the entries lie that its values refer to. */
final class ChunkPools {
  private static final long TYPE_CHECKPOINT = 1;
  private static final String STRING = "java.lang.String";

  private final ChunkBytes bytes;
  private final ChunkMetadata metadata;
  // By where they lie: each is decoded once, however many refer to it.
  private final LongMap<String> texts = new LongMap<>();
  private ChunkType strings;

  private ChunkPools(ChunkBytes bytes, ChunkMetadata metadata) {
    this.bytes = bytes;
    this.metadata = metadata;
  }

  /**
   * Reads the pools of a chunk.
   *
   * @param checkpoint where the last of them lie, from the chunk's start; 0 if there are none
   */
  static ChunkPools read(ChunkBytes bytes, ChunkMetadata metadata, long checkpoint)
      throws MalformedTraceException {
    ChunkPools pools = new ChunkPools(bytes, metadata);
    pools.readAll(checkpoint);
    metadata.forEach(ChunkType::completePool);
    return pools;
  }

  private void readAll(long checkpoint) throws MalformedTraceException {
    long at = checkpoint;
    int end = bytes.limit();
    while (at > 0) {
      bytes.seek(at);
      bytes.number(); // size
      long type = bytes.number();
      if (type != TYPE_CHECKPOINT) {
        throw bytes.malformed("event of type " + type + ", expected constant pools (1)");
      }
      bytes.number(); // start
      bytes.number(); // duration
      long delta = bytes.number();
      bytes.octet(); // kinds of content
      long count = bytes.number();
      for (long i = 0; i < count; i++) {
        readPool();
      }
      if (bytes.position() > end) {
        throw bytes.malformed("constant pools that overlap the next ones");
      }
      if (delta >= 0) {
        return;
      }
      end = (int) at;
      at += delta;
    }
  }

  private void readPool() throws MalformedTraceException {
    long id = bytes.number();
    ChunkType type = metadata.type(id);
    if (type == null) {
      throw bytes.malformed("pool of unknown type " + id);
    }
    if (type.name().equals(STRING)) {
      strings = type;
    }
    long count = bytes.number();
    for (long i = 0; i < count; i++) {
      long key = bytes.number();
      // The chain goes back in time: what was seen first is the newest.
      type.addToPool(key, bytes.position());
      type.skip(bytes);
    }
  }

  /** A string; null if there is none. */
  String string(long key) throws MalformedTraceException {
    int offset = strings == null ? 0 : strings.offset(key);
    if (offset == 0) {
      return null;
    }
    String text = texts.get(offset);
    if (text == null) {
      bytes.seek(offset);
      if (!(bytes.string() instanceof String decoded)) {
        return null; // Null, or a reference to another one, which takes no time to decode.
      }
      text = decoded;
      texts.put(offset, text);
    }
    return text;
  }
}
