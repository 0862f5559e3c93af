package dev.loomtrace.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A folder for files of a command and of the processes that it starts. It is deleted at the end,
 * also if the command is interrupted, and then those processes are ended.
 */
final class PrivateFolder implements AutoCloseable {
  private final Path path;
  private final Thread farewell = new Thread(this::abandon, "delete a folder");

  private PrivateFolder(Path path) {
    this.path = path;
  }

  /** A new one, hidden in this one. */
  static PrivateFolder in(Path parent) throws IOException {
    PrivateFolder folder = new PrivateFolder(Files.createTempDirectory(parent, ".loomtrace"));
    Runtime.getRuntime().addShutdownHook(folder.farewell);
    return folder;
  }

  Path path() {
    return path;
  }

  private void abandon() {
    ProcessHandle.current()
        .descendants()
        .forEach(
            process -> {
              process.destroyForcibly();
              process.onExit().join();
            });
    try {
      delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void delete() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            // The other one who deletes was here before.
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException e) {
      return; // We are being ended: the hook deletes it.
    }
    delete();
  }
}
