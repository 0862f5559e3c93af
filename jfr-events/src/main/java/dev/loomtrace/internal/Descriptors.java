package dev.loomtrace.internal;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file descriptors of this process. */
public final class Descriptors {
  // Where it does not exist, on Windows, processes do not run out of descriptors.
  private static final Path NOTHING = Path.of("/dev/null");

  private Descriptors() {}

  /** Whether the process can run out of descriptors. */
  public static boolean areLimited() {
    return Files.exists(NOTHING);
  }

  /**
   * Takes a descriptor, which closing the result gives back.
   *
   * @throws IOException if none is left
   */
  public static FileInputStream take() throws IOException {
    return new FileInputStream(NOTHING.toString());
  }

  /** Whether a file can be opened now. */
  public static boolean isAnyFree() {
    try {
      if (areLimited()) {
        take().close();
      }
      return true;
    } catch (IOException e) {
      return false;
    } catch (SecurityException e) {
      return true; // Not known.
    }
  }
}
