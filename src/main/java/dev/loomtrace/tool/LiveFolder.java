package dev.loomtrace.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the folder in which a JVM writes chunks. */
final class LiveFolder {
  private static final String SUFFIX = ".jfr";

  private LiveFolder() {}

  /** Whether there are files with chunks. */
  static boolean hasChunks(Path folder) throws IOException {
    return !chunks(folder).isEmpty();
  }

  private static List<Path> chunks(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
    }
  }

  /**
   * The folder itself, or if it has no chunks the one of its folders in which was written last:
   * that in which several JVMs have their repositories.
   *
   * @throws UserDataException if there are none
   */
  static Path of(Path given) throws IOException {
    if (!Files.exists(given)) {
      throw new NoSuchFileException(given.toString());
    }
    if (!Files.isDirectory(given)) {
      throw new NotDirectoryException(given.toString());
    }
    if (hasChunks(given)) {
      return given;
    }
    Optional<Path> latest = Optional.empty();
    FileTime written = FileTime.fromMillis(Long.MIN_VALUE);
    for (Path folder : folders(given)) {
      for (Path chunk : chunks(folder)) {
        FileTime time = Files.getLastModifiedTime(chunk);
        if (time.compareTo(written) > 0) {
          written = time;
          latest = Optional.of(folder);
        }
      }
    }
    return latest.orElseThrow(
        () -> new UserDataException(given + ": no chunk of a recording is in there"));
  }

  private static List<Path> folders(Path given) throws IOException {
    List<Path> folders = new ArrayList<>();
    try (Stream<Path> all = Files.list(given)) {
      // Those of others cannot be looked into.
      all.filter(each -> Files.isDirectory(each) && Files.isReadable(each)).forEach(folders::add);
    }
    return folders;
  }
}
