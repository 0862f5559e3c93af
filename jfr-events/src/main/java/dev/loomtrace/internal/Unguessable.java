package dev.loomtrace.internal;

import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Names that nobody can know in advance, and so cannot occupy. */
final class Unguessable {
  private static final int BYTES = 12;
  private static final Path SYSTEM = Path.of("/dev/urandom");

  // Read directly: a SecureRandom would initialise java.security with the application's providers,
  // which stays broken for good if no file can be opened at that moment.
  private static final SecureRandom OWN = Files.isReadable(SYSTEM) ? null : new SecureRandom();

  private Unguessable() {}

  static String name() throws IOException {
    byte[] bytes;
    if (OWN == null) {
      try (InputStream in = new FileInputStream(SYSTEM.toString())) {
        bytes = in.readNBytes(BYTES);
      }
      if (bytes.length < BYTES) {
        throw new EOFException(SYSTEM + " has no more bytes");
      }
    } else {
      bytes = new byte[BYTES];
      OWN.nextBytes(bytes);
    }
    return HexFormat.of().formatHex(bytes);
  }
}
