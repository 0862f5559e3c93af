package dev.loomtrace.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that only their owner may look into. */
public final class PrivateFolder {
  private PrivateFolder() {}

  /**
   * Makes a folder, and those above it, unless it is there: then it stays as it is.
   *
   * @throws IOException if it cannot be made, or there is something else
   */
  public static void create(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder, Rights.ownerOnlyFolder(folder));
    }
  }
}
