package dev.loomtrace.explorer.trace;

import dev.loomtrace.convert.Traces;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the traces in a folder. */
public final class Recordings {
  private static final int MAX_FILES = 1_000;

  private Recordings() {}

  /**
   * The files of a folder that begin as traces do, by name; not those in folders within it.
   *
   * @throws IOException if the folder cannot be read
   */
  public static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .sorted()
          .filter(Recordings::isTrace)
          .limit(MAX_FILES)
          .toList();
    }
  }

  private static boolean isTrace(Path file) {
    try {
      Traces.open(file).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
