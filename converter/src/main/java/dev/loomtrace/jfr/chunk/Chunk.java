package dev.loomtrace.jfr.chunk;

import dev.loomtrace.trace.MalformedTraceException;
import java.util.function.Consumer;

/** A chunk in memory: its types, its pools, and a cursor over its events in the file's order. */
public final class Chunk {
  private static final int SMALL_HEAD = 3; // Bytes of a small event's size and type, at most.
  private static final long TYPE_CHECKPOINT = 1;

  private final ChunkHeader header;
  private final ChunkBytes bytes;
  private final ChunkMetadata metadata;
  private final ChunkPools pools;
  private final ChunkValue event;
  private int next = ChunkHeader.SIZE;
  private long unknownEvents;
  private long unknownBytes;

  Chunk(ChunkHeader header, ChunkBytes bytes) throws MalformedTraceException {
    this.header = header;
    this.bytes = bytes;
    bytes.seek(header.metadata());
    metadata = ChunkMetadata.read(bytes);
    pools = ChunkPools.read(bytes, metadata, header.checkpoint());
    event = newCursor();
  }

  /** The chunk's header. */
  public ChunkHeader header() {
    return header;
  }

  /**
   * Whether async-profiler wrote it. Beside the chunks of the JVM that it was in, it has a clock
   * and numbers of its own.
   */
  public boolean isOfProfiler() {
    return ProfilersChunk.wrote(metadata);
  }

  /** Goes past the rest of its events, as far as there are any: all of them are left out. */
  public void leaveOut() {
    metadata.forEach(ChunkType::unwanted);
    try {
      while (nextEvent() != null) {
        // Of a type that has been asked for before.
      }
    } catch (MalformedTraceException e) {
      // Nobody can tell what follows.
    }
  }

  /** Its types, those of events among them. */
  public void forEachType(Consumer<ChunkType> action) {
    metadata.forEach(action);
  }

  /** A further cursor, for entries of pools. */
  public ChunkValue newCursor() {
    return new ChunkValue(pools, bytes);
  }

  /**
   * Moves to the next event, but for those of types that are {@link ChunkType#unwanted}.
   *
   * @return the event; null if there is none
   * @throws MalformedTraceException if there is something else
   */
  public ChunkValue nextEvent() throws MalformedTraceException {
    skipUnwanted();
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
        ChunkType type = metadata.type(id);
        if (type == null) {
          // As in what a crashing JVM saves: its last types are not described.
          unknownEvents++;
          unknownBytes += size;
          continue;
        }
        type.counts();
        if (type.isUnwanted()) {
          skipUnwanted();
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

  // Most events that nobody wants are small: past these in few steps. What is not as usual here is
  // left to the one who looks closely.
  private void skipUnwanted() {
    int last = bytes.limit() - SMALL_HEAD;
    int at = next;
    while (at <= last) {
      int size = bytes.octetAt(at);
      int id = bytes.octetAt(at + 1);
      if (id < 0) {
        int second = bytes.octetAt(at + 2);
        if (second < 0) {
          break;
        }
        id = (id & 0x7f) | second << 7;
      }
      if (size < SMALL_HEAD || size > bytes.limit() - at || id <= TYPE_CHECKPOINT) {
        break;
      }
      ChunkType type = metadata.type(id);
      if (type == null || !type.isUnwanted()) {
        break;
      }
      type.counts();
      at += size;
    }
    next = at;
  }

  /** Events so far that were skipped because the chunk does not describe their types. */
  public long unknownEvents() {
    return unknownEvents;
  }

  /** Bytes of {@link #unknownEvents}. */
  public long unknownBytes() {
    return unknownBytes;
  }

  /** What {@link #forEachEntry} hands entries to. */
  public interface EntryVisitor {
    /** Sees an entry; the cursor is reused. */
    void visit(long key, ChunkValue entry) throws MalformedTraceException;
  }

  /** Visits all entries of the pool of the type with this name, in the order of their keys. */
  public void forEachEntry(String typeName, EntryVisitor visitor) throws MalformedTraceException {
    ChunkType type = metadata.type(typeName);
    if (type != null) {
      ChunkValue entry = newCursor();
      for (long key : type.keys()) {
        entry.moveTo(type, type.offset(key));
        visitor.visit(key, entry);
      }
    }
  }

  /** The chunk's type with this name; null if there is none. */
  public ChunkType type(String typeName) {
    return metadata.type(typeName);
  }
}
