package dev.loomtrace.tool;

import dev.loomtrace.internal.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

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
    WholeFile.write(path(), content);
  }

  @Override
  public String toString() {
    return name;
  }
}
