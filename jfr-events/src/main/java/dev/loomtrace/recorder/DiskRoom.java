package dev.loomtrace.recorder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * How much room the disk with JFR's repository has. JFR ends the JVM when it cannot write there, so
 * what is merely nice to have must not use up the last of it.
 */
public final class DiskRoom {
  /** Bytes that stay free: JFR's own chunks, of about 12 MB, must still fit. */
  public static final long MARGIN = 32L << 20;

  // By this property JFR tells other processes where it is, from its first recording to disk on.
  private static final String REPOSITORY = "jdk.jfr.repository";

  private final LongSupplier usable;

  /** The room of a disk with so many usable bytes. */
  DiskRoom(LongSupplier usable) {
    this.usable = usable;
  }

  static DiskRoom ofRepository() {
    return new DiskRoom(DiskRoom::usable);
  }

  /**
   * Checks that these bytes leave the margin.
   *
   * @throws IOException if they do not
   */
  void check(long bytes) throws IOException {
    if (usable.getAsLong() - bytes < MARGIN) {
      throw new IOException(
          "disk with JFR's repository is nearly full; JFR ends the JVM when it is");
    }
  }

  /** The same for bytes of a file, which may be on another disk. */
  void check(Path file, long bytes) throws IOException {
    check(isOnTheSameDisk(file) ? bytes : 0);
  }

  static Path repository() {
    return Path.of(System.getProperty(REPOSITORY, System.getProperty("java.io.tmpdir")));
  }

  private static long usable() {
    try {
      long usable = Files.getFileStore(repository()).getUsableSpace();
      return usable < 0 ? Long.MAX_VALUE : usable; // More than a long can hold.
    } catch (IOException | RuntimeException e) {
      return Long.MAX_VALUE; // Not known, which is no reason to decline anything.
    }
  }

  private static boolean isOnTheSameDisk(Path file) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      return folder != null && Files.getFileStore(folder).equals(Files.getFileStore(repository()));
    } catch (IOException | RuntimeException e) {
      return false; // Not known; writing there will show it.
    }
  }
}
