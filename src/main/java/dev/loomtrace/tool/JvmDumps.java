package dev.loomtrace.tool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Dumps of a JVM in files of their own, named after the time; never over a file that exists.
 *
 * @param jvm whose recording it is
 * @param folder where they go
 */
record JvmDumps(RunningJvm jvm, Path folder) {
  private static final int MOST_OF_A_SECOND = 100;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm-ss", Locale.ROOT);

  /**
   * Makes sure that there is such a folder.
   *
   * @throws UserDataException if there is none
   */
  void check() throws IOException {
    if (!Files.isDirectory(folder.toAbsolutePath())) {
      throw new UserDataException(folder + ": no such directory");
    }
  }

  /**
   * Writes the next one.
   *
   * @return where it is, as an absolute path
   * @throws IOException with a sentence for people if there is none
   */
  Path next() throws IOException {
    Path file = reserved();
    boolean written = false;
    try {
      jvm.dump(file);
      written = true;
    } finally {
      // It is ours: nobody else has it.
      if (!written) {
        Files.deleteIfExists(file);
      }
    }
    return file;
  }

  /** A recording has secrets. */
  private static FileAttribute<?>[] forOwner(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** A new, empty file, so that a name is taken by nobody else meanwhile. */
  private Path reserved() throws IOException {
    Path where = folder.toAbsolutePath().normalize();
    String name =
        "loomtrace-" + jvm.pid() + "-" + LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
    for (int i = 1; i <= MOST_OF_A_SECOND; i++) {
      Path file = where.resolve(name + (i == 1 ? "" : "-" + i) + ".jfr");
      try {
        return Files.createFile(file, forOwner(where));
      } catch (FileAlreadyExistsException e) {
        // The next number, then.
      } catch (IOException e) {
        throw new UserDataException(file + ": cannot be written: " + e.getMessage(), e);
      }
    }
    throw new UserDataException(where + ": too many dumps in one second");
  }
}
