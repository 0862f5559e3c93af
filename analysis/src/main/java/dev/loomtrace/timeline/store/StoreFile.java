package dev.loomtrace.timeline.store;

import dev.loomtrace.timeline.store.StoreFormat.Header;
import dev.loomtrace.timeline.store.StoreFormat.Section;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A store's bytes, of which none is handed out before the chunk that it lies in was found to be as
 * it was written. For any number of threads.
 */
final class StoreFile {
  private final Path path;
  private final Header header;
  private final Segments bytes;
  private final byte[] sums;
  // Set by any thread, once; a race checks a chunk twice.
  private final byte[] verified;

  private StoreFile(Path path, Header header, Segments bytes, byte[] sums) {
    this.path = path;
    this.header = header;
    this.bytes = bytes;
    this.sums = sums;
    verified = new byte[sums.length / Integer.BYTES];
  }

  /**
   * Opens a file.
   *
   * @return null if it is no whole store of this version and this trace
   */
  static StoreFile open(Path path, TraceIdentity identity) throws IOException {
    try (FileChannel channel = FileChannel.open(path)) {
      Header header = Header.decode(read(channel, 0, StoreFormat.HEADER_SIZE));
      if (header == null || !header.identity().is(identity) || header.length() != channel.size()) {
        return null;
      }
      byte[] sums = read(channel, header.checksums(), (int) header.checksumsSize());
      CRC32C sum = new CRC32C();
      sum.update(sums);
      if ((int) sum.getValue() != header.sumOfSums()) {
        return null;
      }
      Segments bytes =
          new Segments(
              channel,
              FileChannel.MapMode.READ_ONLY,
              StoreFormat.HEADER_SIZE,
              header.checksums() - StoreFormat.HEADER_SIZE);
      return new StoreFile(path, header, bytes, sums);
    }
  }

  private static byte[] read(FileChannel channel, long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
      // Until it is full, or the file ends: then the rest is zeros, which no checksum fits.
    }
    return buffer.array();
  }

  /**
   * Ends a file: appends the checksums of all that is in it, and writes its header.
   *
   * @param identity of the trace
   * @param positions where each section begins; the last one is filled in
   * @param sizes of the sections in bytes; the last one is filled in
   */
  static void seal(FileOutput out, TraceIdentity identity, long[] positions, long[] sizes)
      throws IOException {
    out.flush();
    long end = out.position();
    Segments all =
        new Segments(
            out.channel(),
            FileChannel.MapMode.READ_WRITE,
            StoreFormat.HEADER_SIZE,
            end - StoreFormat.HEADER_SIZE);
    Bytes sums = new Bytes(1024);
    for (long at = StoreFormat.HEADER_SIZE; at < end; at += 1 << StoreFormat.CHUNK_SHIFT) {
      sums.int32(all.checksum(at, (int) Math.min(end - at, 1 << StoreFormat.CHUNK_SHIFT)));
    }
    positions[positions.length - 1] = end;
    sizes[sizes.length - 1] = sums.size();
    out.write(sums.array(), sums.size());
    out.flush();
    CRC32C ofSums = new CRC32C();
    ofSums.update(sums.array(), 0, sums.size());
    Header header = new Header(identity, out.position(), positions, sizes, (int) ofSums.getValue());
    ByteBuffer bytes = ByteBuffer.wrap(header.encode());
    while (bytes.hasRemaining()) {
      out.channel().write(bytes, bytes.position());
    }
  }

  TraceIdentity traceIdentity() {
    return header.identity();
  }

  /** The name of what it was made of; empty if that was no file. */
  String identity() {
    TraceIdentity identity = header.identity();
    return identity.is(TraceIdentity.NONE) ? "" : identity.fileName();
  }

  long position(Section section) {
    return header.position(section);
  }

  long size(Section section) {
    return header.size(section);
  }

  long length() {
    return header.length();
  }

  long getLong(long position) {
    verify(position);
    return bytes.getLong(position);
  }

  int getInt(long position) {
    verify(position);
    return bytes.getInt(position);
  }

  void get(long position, byte[] target, int length) {
    if (length > 0) {
      long last = position + length - 1;
      for (long at = position; at < last; at += 1 << StoreFormat.CHUNK_SHIFT) {
        verify(at);
      }
      verify(last);
    }
    bytes.get(position, target, length);
  }

  private void verify(long position) {
    int chunk = (int) ((position - StoreFormat.HEADER_SIZE) >>> StoreFormat.CHUNK_SHIFT);
    if (verified[chunk] == 0) {
      check(chunk);
    }
  }

  private void check(int chunk) {
    long start = StoreFormat.HEADER_SIZE + ((long) chunk << StoreFormat.CHUNK_SHIFT);
    long end = header.checksums();
    int length = (int) Math.min(end - start, 1 << StoreFormat.CHUNK_SHIFT);
    if (bytes.checksum(start, length) != LittleEndian.getInt(sums, chunk * Integer.BYTES)) {
      throw damaged(start, start + length);
    }
    verified[chunk] = 1;
  }

  /**
   * It has what nobody wrote there: it is not used any more.
   *
   * @return to be thrown
   */
  DamagedStoreException damaged(long from, long to) {
    spoil();
    return new DamagedStoreException(path + " is damaged between byte " + from + " and " + to);
  }

  /** Makes sure that the file is taken for no store again. */
  private void spoil() {
    // Not deleted, since that fails on Windows as long as it is mapped.
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(Long.BYTES), 0);
    } catch (IOException e) {
      // It is gone, or someone else's: then it will be found damaged again.
    }
  }
}
