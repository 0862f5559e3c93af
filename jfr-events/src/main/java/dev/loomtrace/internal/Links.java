package dev.loomtrace.internal;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds where links lead, even if nothing is there yet. */
final class Links {
  private static final int MAX_LINKS = 40; // As many as Linux follows.

  /** Linux lists each process's descriptors here, as links. */
  private static final Path DESCRIPTORS = Path.of("/proc");

  private Links() {}

  /**
   * The path that a file has or would have, in a directory that exists.
   *
   * @throws IOException if that directory does not exist, or links lead nowhere
   */
  static Path resolve(Path file) throws IOException {
    Path path = file.toAbsolutePath();
    for (int links = 0; links <= MAX_LINKS; links++) {
      Path directory = path.getParent().toRealPath();
      path = directory.resolve(path.getFileName());
      if (isOpenDescriptor(path) || !Files.isSymbolicLink(path)) {
        return path;
      }
      path = directory.resolve(Files.readSymbolicLink(path));
    }
    throw new FileSystemException(file.toString(), null, "links lead to each other in a circle");
  }

  /** Whether a resolved path is an open descriptor of a process, whatever its link says. */
  static boolean isOpenDescriptor(Path resolved) {
    return resolved.startsWith(DESCRIPTORS);
  }
}
