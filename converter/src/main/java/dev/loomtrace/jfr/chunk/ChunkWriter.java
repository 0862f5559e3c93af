package dev.loomtrace.jfr.chunk;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a JFR file chunk by chunk, to any stream: what {@link ChunkReader} reads. The form is
 * described by the package.
 *
 * <pre>{@code
 * WrittenTypes types = new WrittenTypes(List.of(TypeDescription.event("shop.Sale", …)));
 * int sale = types.id("shop.Sale");
 * try (ChunkWriter file = new ChunkWriter(out)) {
 *   file.begin(types, new ChunkStart(wallNanos, ticks, 1_000_000_000));
 *   file.pools().thread(7, new JavaThread("till", 4711, "till", 7, "main", false));
 *   long name = file.pools().string("apples");
 *   file.event(sale).number(ticks + 5).number(7).pooledText(name);
 *   file.endEvent();
 *   file.end(1_000_000);
 * }
 * }</pre>
 *
 * <p>A chunk is in memory until it ends, since its head says how long it is: as the bytes that it
 * will be, and with an index of its constant pools. So memory is that of the largest chunk; begin a
 * new one now and then. Not safe for use by several threads.
 */
public final class ChunkWriter implements Closeable {
  private static final int COMPRESSED_NUMBERS = 1;
  private static final int BLOCK = 1 << 16;
  private static final int USUAL_EVENT = 1 << 10; // Of more bytes than most events have.
  private static final int SMALL = 128;
  private static final int LARGE = 1 << 28;
  private static final int VERSION = 0x00020001;
  private static final int MAX_CHUNK = Integer.MAX_VALUE - 8;

  private final OutputStream out;
  // Kept from chunk to chunk. Events are written where they stay, each within a block.
  private final List<byte[]> blocks = new ArrayList<>();
  private final List<Integer> lengths = new ArrayList<>(); // Of the blocks that are full.
  private final ValueOutput event = new ValueOutput();
  private final Map<String, Long> usedKeys = new HashMap<>();
  private long fullBytes;
  private long eventBytes;
  private int eventBegin;
  private WrittenTypes types;
  private JavaPools pools;
  private ChunkStart start;
  private int eventType;
  private long chunks;

  /**
   * When a chunk begins.
   *
   * @param wallNanos the wall clock: nanoseconds since 1970
   * @param ticks the same moment on the clock of its events
   * @param ticksPerSecond how fast that clock goes; 1 or more
   */
  public record ChunkStart(long wallNanos, long ticks, long ticksPerSecond) {
    /** Checks the frequency. */
    public ChunkStart {
      if (ticksPerSecond < 1) {
        throw new IllegalArgumentException("a clock of " + ticksPerSecond + " ticks a second");
      }
    }
  }

  /**
   * A writer of a file.
   *
   * @param out where it goes; closed with this writer
   */
  public ChunkWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Begins a chunk.
   *
   * @throws IllegalStateException if the one before has not ended
   */
  public void begin(WrittenTypes chunkTypes, ChunkStart chunkStart) {
    if (types != null) {
      throw new IllegalStateException("the chunk before has not ended");
    }
    types = chunkTypes;
    start = chunkStart;
    pools = new JavaPools(chunkTypes, usedKeys);
    eventBytes = 0;
    fullBytes = 0;
    lengths.clear();
    useBlock();
    chunks++;
  }

  private void useBlock() {
    if (lengths.size() == blocks.size()) {
      blocks.add(new byte[BLOCK]);
    }
    event.into(blocks.get(lengths.size()));
  }

  private void fillBlock() {
    fullBytes += event.size();
    lengths.add(event.size());
    useBlock();
  }

  /** The chunk's constant pools. */
  public JavaPools pools() {
    requireChunk();
    return pools;
  }

  /** Bytes of the chunk's events so far. */
  public long size() {
    return eventBytes;
  }

  /**
   * Begins an event. The values of its fields follow in their order, then {@link #endEvent}. Until
   * then no other event can be written; pools may be added to.
   *
   * @param type its type's number in the chunk's types
   */
  public ValueOutput event(int type) {
    requireChunk();
    if (eventType != 0) {
      throw new IllegalStateException("the event before has not ended");
    }
    eventType = type;
    if (event.room() < USUAL_EVENT) {
      fillBlock();
    }
    eventBegin = event.size();
    event.beginEvent(type);
    return event;
  }

  /**
   * Ends the event.
   *
   * @throws IllegalStateException if its values are not as many as its fields
   * @throws IOException if the chunk became too large: more than 2 GiB
   */
  public void endEvent() throws IOException {
    int expected = types.values(eventType);
    if (expected != WrittenTypes.ANY_NUMBER && expected != event.values()) {
      throw new IllegalStateException(
          types.type(eventType).name()
              + " with "
              + event.values()
              + " values, expected "
              + expected);
    }
    eventType = 0;
    // As the JVM does: a byte for the size of a small event, four for that of others.
    int content = event.size() - eventBegin - 1;
    if (content + 1 < SMALL) {
      event.octetAt(eventBegin, content + 1);
    } else {
      int sizeBytes = sizeBytes(content);
      event.paddedAt(eventBegin, 1, (long) content + sizeBytes, sizeBytes);
      blocks.set(lengths.size(), event.bytes()); // It may have grown.
    }
    eventBytes = fullBytes + event.size();
    if (eventBytes > MAX_CHUNK - BLOCK) {
      throw new IOException("a JFR chunk of more than " + eventBytes + " bytes cannot be read");
    }
  }

  private static int sizeBytes(int content) {
    return content < LARGE - 4 ? 4 : 5;
  }

  /**
   * Ends the chunk and writes it.
   *
   * @param nanos how long it lasted, in nanoseconds
   */
  public void end(long nanos) throws IOException {
    requireChunk();
    if (eventType != 0) {
      throw new IllegalStateException("the last event has not ended");
    }
    ValueOutput checkpoint = checkpoint();
    ValueOutput metadata = metadata();
    long checkpointAt = ChunkHeader.SIZE + eventBytes;
    long metadataAt = checkpointAt + sizedBytes(checkpoint);
    long size = metadataAt + sizedBytes(metadata);
    if (size > MAX_CHUNK) {
      throw new IOException("a JFR chunk of " + size + " bytes cannot be read");
    }
    ValueOutput header = new ValueOutput();
    header.fixed(ChunkHeader.MAGIC, Integer.BYTES);
    header.fixed(VERSION, Integer.BYTES);
    header.fixed(size, Long.BYTES);
    header.fixed(checkpointAt, Long.BYTES);
    header.fixed(metadataAt, Long.BYTES);
    header.fixed(start.wallNanos(), Long.BYTES);
    header.fixed(nanos, Long.BYTES);
    header.fixed(start.ticks(), Long.BYTES);
    header.fixed(start.ticksPerSecond(), Long.BYTES);
    header.fixed(COMPRESSED_NUMBERS, Integer.BYTES); // And a zero byte: it is finished.
    header.writeTo(out);
    for (int i = 0; i < lengths.size(); i++) {
      out.write(blocks.get(i), 0, lengths.get(i));
    }
    event.writeTo(out);
    blocks.removeIf(block -> block.length > BLOCK);
    writeSized(checkpoint);
    writeSized(metadata);
    types = null;
    pools = null;
  }

  private ValueOutput checkpoint() {
    ValueOutput content = new ValueOutput();
    content.raw(1); // the type of checkpoints
    content.raw(start.ticks());
    content.raw(0); // duration
    content.raw(0); // no checkpoint before this one
    content.rawOctet(0); // of no special kind
    pools.writeTo(content);
    return content;
  }

  private ValueOutput metadata() {
    ValueOutput content = new ValueOutput();
    content.raw(0); // the type of metadata
    content.raw(start.ticks());
    content.raw(0); // duration
    content.raw(chunks); // its number: another chunk's is another one
    content.raw(types.metadata());
    return content;
  }

  private static long sizedBytes(ValueOutput content) {
    return (long) content.size() + sizeBytes(content.size());
  }

  private void writeSized(ValueOutput content) throws IOException {
    ValueOutput size = new ValueOutput();
    size.padded(sizedBytes(content), sizeBytes(content.size()));
    size.writeTo(out);
    content.writeTo(out);
  }

  private void requireChunk() {
    if (types == null) {
      throw new IllegalStateException("no chunk has begun");
    }
  }

  /** Closes the output; a chunk that has not ended is lost. */
  @Override
  public void close() throws IOException {
    out.close();
  }
}
