package dev.loomtrace.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** Finds files whose names are not text in the encoding of file names, as Java sees arguments. */
final class FileNames {
  /** What Java puts in place of bytes of an argument that are no text. */
  private static final char REPLACEMENT = '\uFFFD';

  private FileNames() {}

  /**
   * The file of a name as it came as an argument. If some of it was lost, the file whose name has
   * lost the same.
   *
   * @throws UserDataException if there are several of them
   */
  static Path existing(String name) throws IOException {
    Path path = Path.of(name);
    return isWhole(name) ? path : existing(path);
  }

  private static Path existing(Path path) throws IOException {
    Path name = path.getFileName();
    if (name == null || Files.exists(path)) {
      return path;
    }
    Path folder = path.getParent() == null ? Path.of("") : existing(path.getParent());
    if (!Files.isDirectory(folder)) {
      return path;
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> found =
          files
              .filter(file -> file.getFileName().toString().equals(name.toString()))
              .limit(2)
              .toList();
      if (found.size() > 1) {
        throw new UserDataException(path + ": several files have a name like this one");
      }
      return found.isEmpty() ? folder.resolve(name) : found.getFirst();
    }
  }

  /** Whether nothing of a name was lost: only then a file of that name can be made. */
  static boolean isWhole(String name) {
    return name.indexOf(REPLACEMENT) < 0;
  }

  /** The name of a file to write, which must be the one that was meant. */
  static String whole(String name) {
    if (!isWhole(name)) {
      throw new TypeConversionException("'" + name + "' is not text in the encoding of file names");
    }
    return name;
  }
}
