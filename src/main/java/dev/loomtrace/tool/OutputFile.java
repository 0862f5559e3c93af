package dev.loomtrace.tool;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file to write, as it is named on the command line. It appears when all of it has been written:
 * whatever fails or whoever interrupts leaves what was there before.
 */
final class OutputFile {
  private final String name;

  private OutputFile(String name) {
    this.name = name;
  }

  /** A path, or {@code -} for the standard output. */
  static OutputFile of(String name) {
    return new OutputFile(name);
  }

  /** Writes the content. */
  @FunctionalInterface
  interface Content {
    /** Writes all of it; the stream is closed by others. */
    void writeTo(OutputStream out) throws IOException;
  }

  boolean isStandardOutput() {
    return name.equals("-");
  }

  /** The file; of the standard output, a path that is not used. */
  Path path() {
    return Path.of(name);
  }

  /** Writes the file. */
  void write(Console console, Content content) throws IOException {
    if (isStandardOutput()) {
      content.writeTo(console.data());
      console.flush();
      return;
    }
    // Through a link, to what it means; not for pipes and devices, which nothing can replace.
    Path target = Files.exists(path()) ? path().toRealPath() : path().toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new UserDataException(name + ": is a directory");
    }
    if (Files.exists(target) && !Files.isRegularFile(target)) {
      try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.WRITE)) {
        content.writeTo(out);
      }
      return;
    }
    replace(target, content);
  }

  private static void replace(Path target, Content content) throws IOException {
    if (!Files.isDirectory(target.getParent())) {
      throw new NoSuchFileException(target.getParent().toString());
    }
    Path unfinished =
        target.resolveSibling(
            "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    Thread cleaner = new Thread(() -> delete(unfinished), "delete " + unfinished);
    Runtime.getRuntime().addShutdownHook(cleaner);
    try {
      try (OutputStream out = Files.newOutputStream(unfinished)) {
        content.writeTo(out);
      }
      Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
      removeHook(cleaner);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The process is being ended, and there is no one left to tell.
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is being ended: the hook runs, and finds nothing.
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
