package dev.loomtrace.timeline.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Files that are not to outlive the program, however it ends, unless it is killed. Unlike {@link
 * java.io.File#deleteOnExit} it forgets those that are gone, of which a server has many. For any
 * number of threads.
 */
final class LeftOvers {
  private static final Lock LOCK = new ReentrantLock();
  // The latest first, so that a folder is empty when it is its turn; guarded by the lock.
  private static final Deque<Path> PATHS = new ArrayDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(LeftOvers::deleteAll, "loomtrace-left-overs"));
  }

  private LeftOvers() {}

  /**
   * A new folder, where the operating system has temporary files, to be deleted once it is empty.
   */
  static Path folder() throws IOException {
    Path folder = Files.createTempDirectory("loomtrace");
    add(folder);
    return folder;
  }

  /** A file or folder is deleted with the program. */
  static void add(Path path) {
    LOCK.lock();
    try {
      PATHS.push(path);
    } finally {
      LOCK.unlock();
    }
  }

  /** It is not. */
  static void remove(Path path) {
    LOCK.lock();
    try {
      PATHS.remove(path);
    } finally {
      LOCK.unlock();
    }
  }

  /** It is deleted now, if it exists. */
  static void delete(Path path) throws IOException {
    Files.deleteIfExists(path);
    remove(path);
  }

  private static void deleteAll() {
    LOCK.lock();
    try {
      for (Path path : PATHS) {
        try {
          Files.deleteIfExists(path);
        } catch (IOException e) {
          // Nobody is left to hear of it.
        }
      }
    } finally {
      LOCK.unlock();
    }
  }
}
