package dev.loomtrace.explorer.live;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A temporary folder that nobody but the user can look into, deleted with all in it when closed.
 */
final class WorkFolder implements Closeable {
  private static final int ATTEMPTS = 20;
  private static final long PAUSE_MILLIS = 50;

  private final Path path;

  WorkFolder() throws IOException {
    path = Files.createTempDirectory("loomtrace-live");
  }

  Path path() {
    return path;
  }

  /**
   * Deletes a file, or a folder with all in it; whoever still writes there may put more into it.
   */
  static void delete(Path root) throws IOException {
    IOException last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try (Stream<Path> all = Files.walk(root)) {
        List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        for (Path each : deepestFirst) {
          Files.deleteIfExists(each);
        }
        return;
      } catch (NoSuchFileException e) {
        return;
      } catch (IOException | java.io.UncheckedIOException e) {
        last = e instanceof IOException io ? io : new IOException(e);
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    throw last;
  }

  @Override
  public void close() throws IOException {
    delete(path);
  }
}
