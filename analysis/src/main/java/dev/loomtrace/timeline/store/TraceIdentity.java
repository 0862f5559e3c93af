package dev.loomtrace.timeline.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * What tells a trace file from another and from its own earlier content.
 *
 * @param size in bytes
 * @param modified when it was last written, in nanoseconds since 1970
 * @param sample a hash of parts of its content
 */
record TraceIdentity(long size, long modified, long sample) {
  // A megabyte is read in a millisecond; all of a large recording would take longer than to open
  // what was made of it. Who changes bytes between the samples changes the time as well.
  private static final int SAMPLES = 16;
  private static final int SAMPLE_SIZE = 1 << 16;

  static TraceIdentity of(Path file) throws IOException {
    long modified = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
    try (FileChannel channel = FileChannel.open(file)) {
      MessageDigest digest = sha256();
      long size = channel.size();
      ByteBuffer buffer = ByteBuffer.allocate(SAMPLE_SIZE);
      long last = Math.max(0, size - SAMPLE_SIZE);
      for (int i = 0; i < SAMPLES; i++) {
        buffer.clear();
        long position = last / (SAMPLES - 1) * i;
        int read = channel.read(buffer, i == SAMPLES - 1 ? last : position);
        if (read > 0) {
          digest.update(buffer.flip());
        }
      }
      return new TraceIdentity(size, modified, ByteBuffer.wrap(digest.digest()).getLong());
    }
  }

  /** A name for what is made of that file. */
  String fileName() {
    MessageDigest digest = sha256();
    digest.update(ByteBuffer.allocate(24).putLong(size).putLong(modified).putLong(sample).flip());
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("invariant: every Java platform has SHA-256", e);
    }
  }
}
