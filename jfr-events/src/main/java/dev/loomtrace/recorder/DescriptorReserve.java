package dev.loomtrace.recorder;

import dev.loomtrace.internal.Descriptors;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

/**
 * File descriptors that are kept for JFR, which ends the JVM when it finds none for a new chunk.
 *
 * <p>Checking that some are free is not enough: the application may take them just then. So a few
 * are held open, and released just before JFR needs one; the application would have to take all of
 * them, and the spare ones that were found free, within the ten microseconds or so until then.
 */
final class DescriptorReserve implements Closeable {
  /** JFR opens a new chunk twice; a dump needs three. */
  static final int HELD = 8;

  /** Must be free as well: an application that opens files in a loop takes some before JFR does. */
  static final int SPARE = 56;

  /** Something that may make JFR start a chunk. */
  @FunctionalInterface
  interface Rotation<T> {
    T run() throws IOException;
  }

  private final boolean limited = Descriptors.areLimited();
  private final ReentrantLock using = new ReentrantLock();
  private final Deque<FileInputStream> held = new ArrayDeque<>(HELD + SPARE); // Guarded by using.

  /**
   * Does something that may make JFR start a chunk.
   *
   * @throws IOException if too few descriptors are left for that, or from the rotation
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
        held.push(Descriptors.take());
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
        // The descriptor is free even so.
      }
    }
  }

  /** Releases all of them. */
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
