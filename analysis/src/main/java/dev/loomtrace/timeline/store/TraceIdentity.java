package dev.loomtrace.timeline.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * What tells a trace file from another and from its own earlier content.
 *
 * @param size in bytes
 * @param modified when it was last written, in nanoseconds since 1970
 * @param sample checksums of parts of its content
 */
record TraceIdentity(long size, long modified, long sample) {
  // A megabyte is read in a millisecond; all of a large recording would take longer than to open
  // what was made of it. Who changes bytes between the samples changes the time as well.
  private static final int SAMPLES = 16;
  private static final int SAMPLE_SIZE = 1 << 16;

  /** Of what is no file. */
  static final TraceIdentity NONE = new TraceIdentity(0, 0, 0);

  static TraceIdentity of(Path file) throws IOException {
    // A pipe would wait for who writes to it, and have nothing left for who reads it then.
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + ": is no file, which can be read again and again: make one");
    }
    long modified = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
    try (FileChannel channel = FileChannel.open(file)) {
      // Two checksums that are independent of each other. It is about accidents: who makes a file
      // of
      // the same size, time and samples on purpose deceives only those who open both. The first
      // cryptographic hash of a JVM takes longer than all else here.
      CRC32 one = new CRC32();
      CRC32C other = new CRC32C();
      long size = channel.size();
      ByteBuffer buffer = ByteBuffer.allocate(SAMPLE_SIZE);
      long last = Math.max(0, size - SAMPLE_SIZE);
      for (int i = 0; i < SAMPLES; i++) {
        buffer.clear();
        long position = last / (SAMPLES - 1) * i;
        int read = channel.read(buffer, i == SAMPLES - 1 ? last : position);
        if (read > 0) {
          one.update(buffer.array(), 0, read);
          other.update(buffer.array(), 0, read);
        }
      }
      return new TraceIdentity(size, modified, one.getValue() << Integer.SIZE | other.getValue());
    }
  }

  /**
   * Whether all of both is the same. That is {@link #equals} as well, but the first call of a
   * record's own one in a JVM takes a tenth of a second.
   */
  boolean is(TraceIdentity other) {
    return size == other.size && modified == other.modified && sample == other.sample;
  }

  /** A name for what is made of that file; different for different identities. */
  String fileName() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(size) + hex.toHexDigits(modified) + hex.toHexDigits(sample);
  }
}
