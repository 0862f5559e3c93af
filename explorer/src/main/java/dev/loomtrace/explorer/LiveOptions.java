package dev.loomtrace.explorer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A recording that goes on, and how an explorer follows it.
 *
 * @param folder where its chunks are, which are only read: a JVM's repository
 * @param name what it is called: the name of a file, without a suffix
 * @param keep what ended longer ago before the recording's end is left out, by whole chunks
 * @param every how often what was written meanwhile is looked at
 * @param running whether more can come; asked twice a second
 * @param dumper has the JVM write a recording, on any thread, one at a time; empty: nobody can
 */
public record LiveOptions(
    Path folder,
    String name,
    Duration keep,
    Duration every,
    BooleanSupplier running,
    Optional<Dumper> dumper) {
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
}
