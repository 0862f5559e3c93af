package dev.loomtrace;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * File descriptors that are kept for JFR, which ends the JVM when it finds none for a new chunk.
 *
 * <p>Looking whether some are free is not enough: the application may take them just then. So a few
 * are held open, and let go just before JFR needs one; the application would have to take all of
 * them, and the spare ones that were found free, within the some ten microseconds until then.
 */
final class DescriptorReserve implements Closeable {
  /** JFR opens a new chunk twice; a dump needs three. */
  static final int HELD = 8;

  /** Must be free besides: one that opens files in a loop takes some while JFR gets to its own. */
  static final int SPARE = 56;

  /** Where it is missing, on Windows, processes do not run out of descriptors. */
  private static final Path NOTHING = Path.of("/dev/null");

  /** Something that may have JFR start a chunk. */
  @FunctionalInterface
  interface Rotation<T> {
    T run() throws IOException;
  }

  private final boolean limited = Files.exists(NOTHING);
  private final ReentrantLock using = new ReentrantLock();
  private final Deque<FileInputStream> held = new ArrayDeque<>(HELD + SPARE); // Guarded by using.

  /** Whether a file can be opened now. */
  static boolean isAnyFree() {
    try {
      if (Files.exists(NOTHING)) {
        new FileInputStream(NOTHING.toString()).close();
      }
      return true;
    } catch (IOException e) {
      return false;
    } catch (SecurityException e) {
      return true; // Not known.
    }
  }

  /**
   * Does something that may have JFR start a chunk.
   *
   * @throws IOException if too few descriptors are left for that, or as it does
   */
  <T> T use(Rotation<T> rotation) throws IOException {
    using.lock();
    try {
      hold(HELD + SPARE);
      release(0);
      try {
        return rotation.run();
      } finally {
        holdIfPossible();
      }
    } finally {
      using.unlock();
    }
  }

  private void hold(int count) throws IOException {
    try {
      while (limited && held.size() < count) {
        held.push(new FileInputStream(NOTHING.toString()));
      }
    } catch (IOException e) {
      release(HELD);
      throw new IOException(
          "too few file descriptors are left; JFR ends the JVM when it finds none", e);
    }
  }

  private void holdIfPossible() {
    try {
      hold(HELD);
    } catch (IOException e) {
      // The next use fails if it is still so.
    }
  }

  private void release(int rest) {
    while (held.size() > rest) {
      try {
        held.pop().close();
      } catch (IOException e) {
        // The descriptor is free all the same.
      }
    }
  }

  /** Lets go of all. */
  @Override
  public void close() {
    using.lock();
    try {
      release(0);
    } finally {
      using.unlock();
    }
  }
}
