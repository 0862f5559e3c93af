package dev.loomtrace.explorer.live;

import java.io.IOException;
import java.nio.file.Path;

/** Has a JVM write what it has recorded. */
@FunctionalInterface
public interface Dumper {
  /**
   * Writes a new file.
   *
   * @return where it is
   * @throws IOException with a sentence for people if there is none
   */
  Path dump() throws IOException;
}
