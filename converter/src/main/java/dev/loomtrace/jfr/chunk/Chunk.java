package dev.loomtrace.jfr.chunk;

import dev.loomtrace.base.LongMap;
import dev.loomtrace.trace.MalformedTraceException;

/** A chunk in memory: its types, its pools, and a cursor over its events in the file's order. */
public final class Chunk {
  private static final long TYPE_CHECKPOINT = 1;
  private static final String STRING = "java.lang.String";

  private final ChunkHeader header;
  private final ChunkBytes bytes;
  private final ChunkMetadata metadata;
  private final ChunkValue event;
  // By where they lie: each is decoded once, however many refer to it.
  private final LongMap<String> texts = new LongMap<>();
  private ChunkType strings;
  private int next = ChunkHeader.SIZE;
  private long unknownEvents;
  private long unknownBytes;
  private ChunkType nextType;

  Chunk(ChunkHeader header, ChunkBytes bytes) throws MalformedTraceException {
    this.header = header;
    this.bytes = bytes;
    bytes.seek(header.metadata());
    metadata = ChunkMetadata.read(bytes);
    readPools();
    metadata.forEach(ChunkType::completePool);
    event = new ChunkValue(this, bytes);
  }

  /** The chunk's header. */
  public ChunkHeader header() {
    return header;
  }

  /** A further cursor, for entries of pools. */
  public ChunkValue newCursor() {
    return new ChunkValue(this, bytes);
  }

  /**
   * Moves to the next event, but for those of types that are {@link ChunkType#unwanted}.
   *
   * @return the event; null if there is none
   * @throws MalformedTraceException if there is something else
   */
  public ChunkValue nextEvent() throws MalformedTraceException {
    while (next < bytes.limit()) {
      int begin = next;
      bytes.seek(begin);
      int size = (int) Math.min(bytes.number(), Integer.MAX_VALUE);
      if (size <= 0 || size > bytes.limit() - begin) {
        if (!header.finished()) {
          return null; // What a killed JVM was writing.
        }
        bytes.seek(begin);
        throw bytes.malformed(
            "event of " + size + " bytes, but " + (bytes.limit() - begin) + " are left");
      }
      long id = bytes.number();
      next = begin + size;
      if (id > TYPE_CHECKPOINT) {
        ChunkType type = nextType != null && nextType.id() == id ? nextType : metadata.type(id);
        if (type == null) {
          // As in what a crashing JVM saves: its last types are not described.
          unknownEvents++;
          unknownBytes += size;
          continue;
        }
        nextType = type;
        if (type.isUnwanted()) {
          continue;
        }
        int end = event.moveTo(type, bytes.position());
        if (end > next) {
          bytes.seek(begin);
          throw bytes.malformed(type + " of " + size + " bytes needs " + (end - begin));
        }
        return event;
      }
    }
    return null;
  }

  /** Events so far that were skipped because the chunk does not describe their types. */
  public long unknownEvents() {
    return unknownEvents;
  }

  /** Bytes of {@link #unknownEvents}. */
  public long unknownBytes() {
    return unknownBytes;
  }

  private void readPools() throws MalformedTraceException {
    long at = header.checkpoint();
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
      ChunkValue.skip(bytes, type, 0);
    }
  }

  /** Where a pool's entry lies, from the chunk's start; 0 if there is none. */
  int offset(ChunkType type, long key) {
    return type.offset(key);
  }

  /** Moves a cursor to a pool's entry; false if there is none. */
  boolean entry(ChunkType type, long key, ChunkValue target) throws MalformedTraceException {
    int offset = offset(type, key);
    if (offset == 0) {
      return false;
    }
    target.moveTo(type, offset);
    return true;
  }

  /** What {@link #forEachEntry} hands entries to. */
  public interface EntryVisitor {
    /** Sees an entry; the cursor is reused. */
    void visit(long key, ChunkValue entry) throws MalformedTraceException;
  }

  /** Visits all entries of the pool of the type with this name, in the order of their keys. */
  public void forEachEntry(String typeName, EntryVisitor visitor) throws MalformedTraceException {
    ChunkType type = metadata.type(typeName);
    if (type != null && type.pool() != null) {
      ChunkValue entry = newCursor();
      for (long key : type.pool().sortedKeys()) {
        entry.moveTo(type, type.offset(key));
        visitor.visit(key, entry);
      }
    }
  }

  /** Whether the chunk has a type with this name. */
  public boolean hasType(String typeName) {
    return metadata.type(typeName) != null;
  }

  /** A string of the pool; null if there is none. */
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
