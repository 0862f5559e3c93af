package dev.loomtrace.tool;

import dev.loomtrace.convert.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file to write, as it is named on the command line. It appears when it is whole. */
final class OutputFile {
  private final String name;

  private OutputFile(String name) {
    this.name = name;
  }

  /** A path, or {@code -} for the standard output. */
  static OutputFile of(String name) {
    return new OutputFile(name);
  }

  boolean isStandardOutput() {
    return name.equals("-");
  }

  /** The file; of the standard output, a path that is not used. */
  Path path() {
    return Path.of(name);
  }

  /** Writes the file. */
  void write(Console console, WholeFile.Content content) throws IOException {
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
    WholeFile.write(target, content);
  }

  @Override
  public String toString() {
    return name;
  }
}
