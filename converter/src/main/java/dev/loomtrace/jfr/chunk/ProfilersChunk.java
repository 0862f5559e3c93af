package dev.loomtrace.jfr.chunk;

import dev.loomtrace.trace.MalformedTraceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chunk that async-profiler adds to a recording of the JVM's ({@code jfrsync}): the file's last
 * one, though its events are from the whole recording. Chunks are read one after the other, and
 * events that come that late would be dropped: so this chunk is read where it begins.
 *
 * <p>Seen of async-profiler 4.1 on JDK 17, 21 and 25.
 */
public final class ProfilersChunk {
  // What no other one describes, and what each JVM does: its events may have any name.
  private static final List<String> TYPES = List.of("profiler.Log", "profiler.types.LogLevel");
  private static final String OF_JVM = "jdk.DataLoss";

  private static final int MOST_CHUNKS = 100_000;
  private static final int MOST_METADATA = 1 << 20;

  private ProfilersChunk() {}

  /** A chunk, and where it begins in the file. */
  private record Place(long at, ChunkHeader header) {}

  /**
   * The bytes of a recording that ends with such a chunk, in the order in which its chunks begin;
   * nothing if the file is read as it is. A chunk that cannot be told beside the others stays where
   * it is: if it counts time differently, or begins before all that is left of the JVM's.
   *
   * @param file its position stays as it is; closed with the stream, if there is one
   */
  public static Optional<InputStream> inItsPlace(FileChannel file) throws IOException {
    List<Place> chunks = chunks(file);
    if (chunks.size() < 3) {
      return Optional.empty();
    }
    Place last = chunks.removeLast();
    ChunkHeader first = chunks.getFirst().header;
    long begin = last.header.startNanos();
    boolean late = begin < chunks.getLast().header.startNanos();
    boolean fits =
        begin >= first.startNanos() && last.header.ticksPerSecond() == first.ticksPerSecond();
    if (!late || !fits || !isProfilers(file, last)) {
      return Optional.empty();
    }
    // Behind the JVM's first one, which has the clock.
    int before = 1;
    while (chunks.get(before).header.startNanos() <= begin) {
      before++;
    }
    long place = chunks.get(before).at;
    return Optional.of(
        new FileParts(
            file, new long[] {0, last.at, place}, new long[] {place, file.size(), last.at}));
  }

  /** All chunks of a file; none if it holds anything else. */
  private static List<Place> chunks(FileChannel file) throws IOException {
    List<Place> chunks = new ArrayList<>();
    long size = file.size();
    for (long at = 0; at < size; ) {
      byte[] head = bytes(file, at, ChunkHeader.SIZE);
      if (head.length < ChunkHeader.SIZE || chunks.size() == MOST_CHUNKS) {
        return List.of();
      }
      ChunkHeader header;
      try {
        header = ChunkHeader.read(new ChunkBytes(head, head.length, at));
      } catch (MalformedTraceException e) {
        return List.of();
      }
      if (!header.finished() || header.size() < ChunkHeader.SIZE || header.size() > size - at) {
        return List.of();
      }
      chunks.add(new Place(at, header));
      at += header.size();
    }
    return chunks;
  }

  private static boolean isProfilers(FileChannel file, Place chunk) throws IOException {
    long metadata = chunk.header.metadata();
    if (metadata < ChunkHeader.SIZE || metadata >= chunk.header.size()) {
      return false;
    }
    int most = (int) Math.min(MOST_METADATA, chunk.header.size() - metadata);
    byte[] event = bytes(file, chunk.at + metadata, most);
    try {
      return wrote(ChunkMetadata.read(new ChunkBytes(event, event.length, chunk.at + metadata)));
    } catch (MalformedTraceException e) {
      return false; // Who reads the chunk says what is wrong.
    }
  }

  /** Whether async-profiler wrote a chunk that describes these types. */
  static boolean wrote(ChunkMetadata types) {
    return TYPES.stream().allMatch(name -> types.type(name) != null) && types.type(OF_JVM) == null;
  }

  private static byte[] bytes(FileChannel file, long at, int count) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) > 0) {
      // As much as there is.
    }
    byte[] read = new byte[buffer.position()];
    buffer.flip().get(read);
    return read;
  }
}
