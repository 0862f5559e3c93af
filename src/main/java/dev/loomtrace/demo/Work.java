package dev.loomtrace.demo;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Something that takes processor time. */
final class Work {
  private Work() {}

  /** Digests a text again and again; each round takes about a microsecond. */
  static int digest(String text, int rounds) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = text.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < rounds; i++) {
        digest = sha.digest(digest);
      }
      return digest[0] << 8 | (digest[1] & 0xff);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("invariant: every Java has SHA-256", e);
    }
  }
}
